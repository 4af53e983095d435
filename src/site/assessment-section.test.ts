import { describe, expect, it } from 'vitest';
import { APK_HASH, HOSTILE, IMAGE_HASH, sampleReport } from '../../tests/support/report.ts';
import type { Assessment, Report } from '../contract/index.ts';
import { assessmentSection } from './assessment-section.ts';

const support = { question: 'fraudulent-app' as const, ratio: 6, group: 'identity', basis: HOSTILE };

function weighed(change: Partial<Assessment> = {}): Report {
  const report = sampleReport();
  const run = report.artefacts[1]?.runs[0];
  const [finding] = run?.result.findings ?? [];
  if (!run || !finding) throw new Error('the sample has no finding');
  finding.support = support;
  const [first] = report.assessments;
  const answered: Assessment = {
    ...first!,
    answer: 'supports',
    words: 'The findings provide weak support.',
    likelihoodRatio: { value: 6, bound: 20, calibration: 'Not calibrated.' },
    findings: [{ run: run.id, finding: finding.id }],
    ...change,
  };
  const silent = (subject: string): Assessment => ({
    ...first!,
    subject,
    question: 'scam-content',
    words: 'No.',
  });
  return { ...report, assessments: [silent(IMAGE_HASH), silent(APK_HASH), answered] };
}

const show = (report: Report) => assessmentSection(report, new Map([[APK_HASH, 'app.apk']])).text;

describe('what the methods say', () => {
  it('puts answers before non-answers, and each finding with its weight under its answer', () => {
    const text = show(weighed());
    expect(text.indexOf('weak support')).toBeLessThan(text.indexOf('No.'));
    expect(text).toContain('for × 6');
    expect(text).toMatch(/<a href="#finding-[0-9a-f-]+-0">/);
    expect(text).toContain('The weights multiply to 6; these methods can carry at most 20');
    expect(text).toContain('Not calibrated.');
  });

  it('tells equal non-answers once, with all they are about', () => {
    const text = show(weighed());
    expect(text.match(/>No\.</g)).toHaveLength(1);
    expect(text).toContain(IMAGE_HASH.slice(0, 12));
  });

  it('lets no hostile text out of its place', () => {
    const text = show(weighed({ words: HOSTILE }));
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\u202e');
  });

  it('says how many findings a release withholds', () => {
    const report = weighed();
    const run = report.artefacts[1]?.runs[0];
    if (run) run.result.findings = [];
    expect(show(report)).toContain('1 more are withheld from this release.');
  });
});
