import { describe, expect, it } from 'vitest';
import {
  HOSTILE,
  sampleIndicator,
  sampleRelease,
  sampleReport,
  sampleRun,
} from '../../tests/support/report.ts';
import { toCsv } from './csv.ts';
import { toMarkdown } from './markdown.ts';
import { toText } from './text.ts';

/** RFC 4180, small: enough to read back what toCsv writes. */
function parseCsv(text: string): string[][] {
  const cells = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g;
  const rows: string[][] = [[]];
  for (const [, cell, end] of text.replace('\ufeff', '').matchAll(cells)) {
    rows.at(-1)!.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  it('gives every indicator defanged and raw, and leaves sensitive ones out', () => {
    const [head, ...rows] = parseCsv(toCsv(sampleReport()));
    expect(head!.slice(0, 4)).toEqual(['kind', 'subtype', 'value_defanged', 'value']);
    expect(rows.every((row) => row.length === head!.length)).toBe(true);
    expect(rows.map((row) => row.slice(0, 5))).toContainEqual([
      'url',
      '',
      'hxxps://api[.]scam-invest[.]example/v1?x=1',
      'https://api.scam-invest.example/v1?x=1',
      'actionable',
    ]);
    expect(toCsv(sampleReport())).not.toContain('46701234567');
  });

  it.each(['=1+1', '+46', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '"=1"', '＝1', '|calc', '%0a=1', HOSTILE])(
    'keeps a spreadsheet from calculating %j',
    (value) => {
      const report = sampleReport({
        artefacts: [
          {
            artefact: { sha256: 'a'.repeat(64), bytes: 1, mediaTypes: [] },
            depth: 0,
            runs: [
              sampleRun('apk', 'a'.repeat(64), {
                indicators: [sampleIndicator('handle', value, { reading: value })],
              }),
            ],
          },
        ],
      });
      const [, row] = parseCsv(toCsv(report));
      for (const cell of row!) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝|%\t\r]/);
      expect(toCsv(report)).not.toMatch(/[\u202e\u001b]/);
    },
  );
});

describe('Markdown', () => {
  const text = toMarkdown(sampleRelease());

  it('carries the marking first and last, and the conclusion of the reviewer', () => {
    expect(text.startsWith('**TLP:AMBER**')).toBe(true);
    expect(text.trimEnd().endsWith('**TLP:AMBER**')).toBe(true);
    expect(text).toContain('## Conclusion of the reviewer');
    expect(text).toContain('## What was not examined');
    expect(text).toContain('native code');
  });

  it('lets hostile text neither link, fetch, nor become HTML', () => {
    for (const bad of ['<img', '](http', 'https://', 'javascript:a', '\u202e', '\u001b', '46701234567'])
      expect(text).not.toContain(bad);
  });

  it('keeps a table a table whatever a finding says', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('| medium'));
    expect(rows).toHaveLength(1);
    expect(rows[0]!.replaceAll('\\|', '').split('|')).toHaveLength(7);
  });
});

describe('text for terminals', () => {
  it('lets no control sequence through, and defangs', () => {
    const text = toText(sampleReport());
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).not.toContain('https://');
    expect(text).toContain('NOT examined');
  });

  it('keeps the lines of a text that was read, and says an equal gap of two artefacts once', () => {
    const report = sampleReport();
    report.artefacts[1]!.runs[0]!.result.findings[0]!.detail = 'first\nsecond\u001b';
    for (const { runs } of report.artefacts)
      for (const run of runs)
        run.coverage.notExamined.push({ what: 'sound', reason: 'not-run', detail: 'No reader.' });
    const text = toText(report);
    expect(text).toContain('    first\n    second‹U+001B›\n');
    expect(text.match(/sound \[[^\]]+, [^\]]+\]: Not run/g)).toHaveLength(1);
    expect(toMarkdown(report)).toContain('first<br>second');
  });

  it('names sensitive indicators to the own unit as such', () => {
    expect(toText(sampleReport())).toMatch(/\+46701234567 .*SENSITIVE/);
  });

  it('says how a failed run ended, so that silence never reads as clean', () => {
    const report = sampleReport();
    report.artefacts[0]!.runs[0] = sampleRun(
      'archive',
      'c'.repeat(64),
      {},
      { status: 'failed', failure: 'timed-out', detail: 'Stopped after 30 s.' },
    );
    expect(toText(report)).toMatch(/NOT examined[\s\S]*what archive had not reached/);
  });
});
