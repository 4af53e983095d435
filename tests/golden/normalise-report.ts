import type { Report } from '../../src/contract/index.ts';

/** JSON as a golden report holds it. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** Different in every run, or a property of the machine and not of the sample. */
const DROPPED = new Set([
  'id',
  'run',
  'submission',
  'unit',
  'submittedAt',
  'producedAt',
  'startedAt',
  'finishedAt',
  'durationMs',
  'attempts',
  'producer',
  'isolation',
]);

/**
 * What of a report must stay the same from run to run and from machine to machine. Taken out: times, ids, isolation.
 * Frames, sound tracks and evidence pictures are encoded here, so their bytes change with the versions of ffmpeg and
 * libvips: they are called by their order instead of their hash, and of what was seen in them only the findings and
 * indicators are kept. Everything read from the sample itself stays exact.
 */
export function normaliseReport(report: Report): Plain {
  const names = namesOfMade(report);
  const artefacts = report.artefacts.map((one) => (names.has(one.artefact.sha256) ? outline(one) : one));
  const plain = JSON.parse(JSON.stringify({ ...report, artefacts })) as { [key: string]: Plain };
  return rename(strip(plain, ''), names);
}

function outline({ artefact, depth, runs }: Report['artefacts'][number]) {
  return {
    sha256: artefact.sha256,
    mediaTypes: artefact.mediaTypes,
    depth,
    runs: runs.map(({ analyzer, version, status, result }) => ({
      analyzer,
      version,
      status,
      findings: result.findings.map((finding) => finding.id),
      indicators: result.indicators.map((indicator) => `${indicator.kind} ${indicator.value}`),
    })),
  };
}

/** Hash → name for artefacts that were encoded here. */
function namesOfMade(report: Report): ReadonlyMap<string, string> {
  const made = report.edges.filter((edge) => edge.relation !== 'extracted-from');
  return new Map(made.map((edge, index) => [edge.child, `<${edge.relation} ${index + 1}>`]));
}

function strip(value: Plain, key: string): Plain {
  if (Array.isArray(value)) return value.map((item) => strip(item, key));
  if (typeof value === 'number') return Number.isInteger(value) ? value : Math.round(value * 100) / 100;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    // A finding's id names its rule; every other id is new each time.
    .filter(([name]) => !DROPPED.has(name) || (name === 'id' && ['findings', 'evidence'].includes(key)))
    .filter(([name]) => !(key === 'evidence' && (name === 'sha256' || name === 'bytes')));
  return Object.fromEntries(entries.map(([name, item]) => [name, strip(item, name)]));
}

function rename(value: Plain, names: ReadonlyMap<string, string>): Plain {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (value === null || typeof value !== 'object') return value;
  const renamed = Object.entries(value).map(([key, item]) => [key, rename(item, names)] as const);
  const made = renamed.some(([, item]) => typeof item === 'string' && /^<(frame|audio)-of \d+>$/.test(item));
  // The size goes with the encoding.
  return Object.fromEntries(renamed.filter(([key]) => !(made && key === 'bytes')));
}

/**
 * `actual` with every number that is close enough to the one in `expected` replaced by it, so that a comparison shows
 * only what truly differs. Neural networks and OCR round differently on different processors.
 */
export function forgiveRounding(actual: Plain, expected: Plain): Plain {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const room = Number.isInteger(expected) && Number.isInteger(actual) ? 0 : 0.02;
    return Math.abs(actual - expected) <= room * Math.max(1, Math.abs(expected)) ? expected : actual;
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => forgiveRounding(item, expected[index] ?? null));
  }
  if (isObject(actual) && isObject(expected)) {
    return Object.fromEntries(
      Object.entries(actual).map(([key, item]) => [key, forgiveRounding(item, expected[key] ?? null)]),
    );
  }
  return actual;
}

function isObject(value: Plain): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
