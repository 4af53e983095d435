import type { Finding, Indicator, Release, Report, Run } from '../../src/contract/index.ts';
import { emptyResult } from '../../src/contract/index.ts';

/** Text that attacks each place it may end up in: page, spreadsheet, terminal, Markdown, template. */
export const HOSTILE =
  '=cmd|\'/c calc\'!A1 <img src=x onerror="alert(1)"> {{7*7}} ${7*7} \u202egpj.exe\u202c \u001b[31mred\u001b[0m ![x](https://evil.example/p.png) javascript:alert(1)';

export const APK_HASH = 'a'.repeat(64);
export const IMAGE_HASH = 'b'.repeat(64);
export const ZIP_HASH = 'c'.repeat(64);
const SUBMISSION = '019aa000-0000-7000-8000-000000000001';
const AT = '2026-11-22T10:00:00.000Z';

/** A zip with an app and a chat screenshot inside: findings, indicators of every kind, a victim's phone, gaps. */
export function sampleReport(change: Partial<Report> = {}): Report {
  return {
    schema: 1,
    id: '019aa000-0000-7000-8000-0000000000aa',
    submission: SUBMISSION,
    unit: { id: '019aa000-0000-7000-8000-0000000000bb', name: 'Cyber Unit North' },
    revision: 1,
    submittedAt: AT,
    producedAt: '2026-11-22T10:00:42.000Z',
    producer: { name: 'assay', version: '0.1.0' },
    marking: 'amber',
    markingIsDefault: false,
    caseReference: 'CASE-77',
    source: "victim's phone",
    note: 'Victim is Anna Example.',
    status: 'complete',
    exhibits: [
      {
        id: '019aa000-0000-7000-8000-0000000000cc',
        sha256: ZIP_HASH,
        bytes: 9000,
        claimedName: 'anna-example.zip',
        marking: 'amber',
      },
    ],
    artefacts: [
      {
        artefact: { sha256: ZIP_HASH, bytes: 9000, mediaTypes: ['application/zip'] },
        depth: 0,
        runs: [sampleRun('archive', ZIP_HASH)],
      },
      {
        artefact: {
          sha256: APK_HASH,
          bytes: 5000,
          mediaTypes: ['application/vnd.android.package-archive', 'application/zip'],
        },
        depth: 1,
        runs: [sampleRun('apk', APK_HASH, { findings: [sampleFinding()], indicators: appIndicators() })],
      },
      {
        artefact: { sha256: IMAGE_HASH, bytes: 3000, mediaTypes: ['image/png'] },
        depth: 1,
        runs: [
          sampleRun('screenshot', IMAGE_HASH, {
            indicators: chatIndicators(),
            facts: { text: 'Call me on +46701234567 or pay to bc1qexample' },
            evidence: [
              {
                id: 'boxes.png',
                mediaType: 'image/png',
                caption: 'Lines read',
                sha256: 'd'.repeat(64),
                bytes: 10,
              },
            ],
          }),
        ],
      },
    ],
    edges: [
      { parent: ZIP_HASH, child: APK_HASH, relation: 'extracted-from', claimedName: 'invest.apk' },
      { parent: ZIP_HASH, child: IMAGE_HASH, relation: 'extracted-from', claimedName: HOSTILE },
    ],
    assessments: [
      {
        question: 'fraudulent-app',
        subject: APK_HASH,
        proposition: 'the app was made to defraud',
        alternative: 'the app is an ordinary investment app',
        answer: 'not-run',
        words: 'Whether this app is fraudulent was not assessed: no calibrated method exists yet.',
        findings: [],
        limits: [],
      },
    ],
    notExamined: [
      { subject: APK_HASH, what: 'native code', reason: 'not-run', detail: 'No analyzer reads it.' },
    ],
    ...change,
  };
}

export function sampleRun(
  analyzer: string,
  subject: string,
  result: Partial<Run['result']> = {},
  change: Partial<Run> = {},
): Run {
  return {
    id: `019aa000-0000-7000-8000-${Buffer.from(analyzer.padEnd(6)).toString('hex').slice(0, 12)}`,
    analyzer,
    version: '1.0.0',
    models: {},
    subject,
    startedAt: AT,
    finishedAt: '2026-11-22T10:00:09.000Z',
    attempts: 1,
    reused: false,
    status: 'completed',
    result: { ...emptyResult(), ...result },
    coverage: { examined: ['everything it reads'], notExamined: [] },
    isolation: 'bubblewrap',
    durationMs: 812,
    ...change,
  };
}

export function sampleFinding(change: Partial<Finding> = {}): Finding {
  return {
    id: 'apk.label',
    title: `Label ${HOSTILE}`,
    detail: HOSTILE,
    severity: 'medium',
    locations: [],
    techniques: ['T1453'],
    evidence: [],
    measure: { name: 'permissions', value: 17, unit: 'count', threshold: 12 },
    ...change,
  };
}

export function sampleIndicator(
  kind: Indicator['kind'],
  value: string,
  change: Partial<Indicator> = {},
): Indicator {
  return {
    kind,
    value,
    standing: 'observed',
    confidence: 90,
    check: 'none',
    sensitive: false,
    provenance: [{ how: 'read' }],
    findings: [],
    ...change,
  };
}

function appIndicators(): Indicator[] {
  return [
    sampleIndicator('package', 'com.example.invest'),
    sampleIndicator('file', APK_HASH),
    sampleIndicator('certificate', 'e'.repeat(64)),
    sampleIndicator('url', 'https://api.scam-invest.example/v1?x=1', { standing: 'actionable' }),
    sampleIndicator('domain', 'scam-invest.example', { standing: 'actionable' }),
    sampleIndicator('ip', '203.0.113.5'),
    sampleIndicator('ip', '2001:db8::1'),
    sampleIndicator('service-key', "AIza'\\weird"),
    sampleIndicator('fuzzy-hash', 'T1ABC', { subtype: 'tlsh' }),
    sampleIndicator('domain', HOSTILE),
  ];
}

function chatIndicators(): Indicator[] {
  return [
    sampleIndicator('wallet', 'bc1qexamplewallet', { subtype: 'btc', standing: 'actionable' }),
    sampleIndicator('wallet', 'TExampleTron', { subtype: 'tron' }),
    sampleIndicator('transaction', 'f'.repeat(64), { subtype: 'btc' }),
    sampleIndicator('bank-account', 'GB33BUKB20201555555555', { subtype: 'iban' }),
    sampleIndicator('bank-account', '12345678'),
    sampleIndicator('phone', '+46812345678'),
    sampleIndicator('phone', '+46701234567', { sensitive: true }),
    sampleIndicator('email', 'agent@scam-invest.example'),
    sampleIndicator('handle', 'rich_uncle', { subtype: 'telegram' }),
    sampleIndicator('handle', 'rich.uncle', { subtype: 'instagram' }),
    sampleIndicator('group-link', 'https://t.me/+abcdef'),
    sampleIndicator('invite-code', 'VIP888'),
    sampleIndicator('card', '4111111111111111'),
    sampleIndicator('payment-id', 'memo-1'),
  ];
}

/** The sample as a release, without what a release takes out. */
export function sampleRelease(change: Partial<Release> = {}): Release {
  const report = sampleReport();
  return {
    id: '019aa000-0000-7000-8000-0000000000dd',
    submission: report.submission,
    unit: report.unit,
    marking: 'amber',
    audience: { kind: 'units', units: ['019aa000-0000-7000-8000-0000000000ee'] },
    conclusion: 'The app imitates a broker.\nIts server is under the control of the group.',
    releasedAt: '2026-11-22T12:00:00.000Z',
    withdrawnAt: null,
    report,
    ...change,
  };
}
