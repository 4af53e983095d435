import { claimAuthorities, timeAuthorities } from '../../data/provenance/trust-list.ts';
import type { Analyze, Sink } from '../../src/contract/index.ts';
import {
  type ByteSource,
  type C2paStore,
  openSource,
  readCertificate,
  verifyC2pa,
} from '../../src/formats/index.ts';
import { examinePixels } from './examine-pixels.ts';
import type { FindingInput } from './finding-input.ts';
import { judgeC2pa } from './judge-c2pa.ts';
import { cameraFact, judgeCamera, judgeHistory } from './judge-camera.ts';
import { containerFact, judgeContainer } from './judge-container.ts';
import { findGenerators, findWriters, judgeGenerators, judgeWriters } from './judge-generators.ts';
import { jpegFact } from './judge-jpeg.ts';
import { declaredOrigins, judgeOrigin } from './judge-origin.ts';
import { readTraces } from './read-traces.ts';
import type { Traces } from './traces.ts';

/** Says where a file comes from, as far as its structure, its metadata and its compression tell. */
export const analyze: Analyze = async (artefact, context) => {
  const source = await openSource(artefact.path);
  try {
    const traces = await readTraces(source, artefact.path, artefact.mediaTypes);
    await examineStatements(source, traces, context.sink);
    examineStructure(traces, context.sink);
    context.sink.progress(0.4, 'metadata and structure read');
    if (artefact.mediaTypes.some((type) => type.startsWith('image/')))
      await examinePixels(artefact, traces, context);
  } finally {
    await source.close();
  }
};

const openList = (list: readonly string[]) =>
  list.flatMap((base64) => readCertificate(Buffer.from(base64, 'base64')) ?? []);

async function verifyStore(source: ByteSource, { store, boxes }: Traces): Promise<C2paStore | undefined> {
  if (!store) return undefined;
  const anchors = { claims: openList(claimAuthorities), times: openList(timeAuthorities) };
  const asset = { source, store: store.ranges, ...(boxes ? { boxes: boxes.boxes } : {}) };
  return verifyC2pa(store.bytes, asset, anchors);
}

/** What the file says of its origin: credentials, declared source, generators, writers, editing history. */
async function examineStatements(source: ByteSource, traces: Traces, sink: Sink): Promise<void> {
  const verified = await verifyStore(source, traces);
  const c2pa = judgeC2pa(traces.store, verified);
  const origins = declaredOrigins(traces.xmp, verified?.active, c2pa.state);
  const [generators, writers] = [findGenerators(traces.notes), findWriters(traces.notes)];
  const history = judgeHistory(traces.xmp);
  sink.fact('c2pa', c2pa.fact);
  sink.fact(
    'declaredOrigin',
    origins.map(({ type, value, place, by }) => ({
      ...{ place, by, value: value.slice(0, 200), meaning: type?.meaning ?? 'unknown' },
    })),
  );
  sink.fact(
    'generators',
    generators.map(({ rule, note }) => ({ rule: rule.id, kind: rule.kind, place: note.place })),
  );
  sink.fact(
    'writers',
    writers.map(({ name, kind, note }) => ({ name, kind, place: note.place })),
  );
  if (history.fact !== null) sink.fact('editHistory', history.fact);
  say(sink, [
    ...(c2pa.finding ? [c2pa.finding] : []),
    ...judgeOrigin(origins),
    ...judgeGenerators(generators),
    ...judgeWriters(writers),
    ...history.findings,
  ]);
  const unseen = c2pa.state === 'absent' && traces.partly;
  if (c2pa.gap !== undefined) sink.notExamined(CREDENTIALS, 'not-examinable', c2pa.gap.slice(0, 1000));
  else if (unseen)
    sink.notExamined(
      CREDENTIALS,
      'not-run',
      'None stand in what was read; the file was not read to its end.',
    );
  else if (c2pa.state !== 'not-checked') sink.examined(credentialWords[c2pa.state]);
}

const CREDENTIALS = 'Signed credentials (C2PA)';
const credentialWords = {
  absent:
    'Signed credentials (C2PA): none in the file. Most files never had any, and most messengers remove them',
  holds: 'Signed credentials (C2PA): present; signature and binding hold',
  fails: 'Signed credentials (C2PA): present; they do not hold',
} as const;

/** How the file is built: EXIF, JPEG tables, container, bytes at its end. */
function examineStructure(traces: Traces, sink: Sink): void {
  const { exif, jpeg, png, movie, webm, trailing } = traces;
  const size = jpeg?.file.frame ?? png;
  if (exif) sink.fact('camera', cameraFact(exif));
  if (jpeg) sink.fact('jpeg', jpegFact(jpeg.file, jpeg.payloads));
  if (png)
    sink.fact('png', { chunks: [...png.order], texts: png.texts.slice(0, 50).map(({ keyword }) => keyword) });
  const container = containerFact(movie, webm);
  if (container !== null) sink.fact('container', container);
  say(sink, [
    ...(exif ? judgeCamera(exif, size) : []),
    ...(movie ? judgeContainer(movie) : []),
    ...(trailing ? [trailingFinding(trailing)] : []),
    ...(traces.xmp.some(({ declaresType }) => declaresType) ? [doctypeFinding] : []),
  ]);
  for (const what of traces.examined) sink.examined(what);
  for (const { what, why, reason } of traces.unread)
    sink.notExamined(what, reason ?? 'not-examinable', why.slice(0, 1000));
}

function trailingFinding({ offset, bytes }: NonNullable<Traces['trailing']>): FindingInput {
  return {
    id: 'provenance.trailing-bytes',
    title: 'Bytes follow the end of the picture or film',
    detail: `${bytes} bytes stand after the end that the format declares. Phones keep motion photos, depth and edit data there; it is also a place to hide files.`,
    severity: 'low',
    measure: { name: 'bytes after the end', value: bytes, unit: 'byte', threshold: 1 },
    locations: [{ kind: 'bytes', offset, length: bytes }],
  };
}

const doctypeFinding: FindingInput = {
  id: 'provenance.xmp-doctype',
  title: 'The XMP metadata declares a document type',
  detail:
    'XMP never has one. It is a way to attack programs that look up what such a declaration names; here nothing was looked up.',
  severity: 'medium',
};

function say(sink: Sink, findings: readonly FindingInput[]): void {
  for (const finding of findings) sink.finding(finding);
}
