import { type AnalysisContext, AnalysisFailure, type Analyze } from '../../src/contract/plain.ts';
import { type ByteSource, openSource } from '../../src/formats/index.ts';
import { openBudget } from './budget.ts';
import { handOn, type Walked } from './hand-on.ts';
import { judgeArchive } from './judge-archive.ts';
import type { OpenArchive } from './member.ts';
import { FOREIGN_BYTES, openForeign } from './open-foreign.ts';
import { openGzip } from './open-gzip.ts';
import { openTar } from './open-tar.ts';
import { openZip } from './open-zip.ts';

/** Police and malware researchers lock samples with this word. */
const COMMON_PASSWORD = 'infected';
/** Frames, findings and facts need room besides the children's bytes. */
const CHILD_SHARE = 0.9;

/** Opens an archive as what it was identified to be and hands on what is inside. */
export const analyze: Analyze = async (artefact, context) => {
  const source = await openSource(artefact.path);
  try {
    const opened = await open(source, artefact.mediaTypes, context);
    try {
      await tell(opened, source, context);
    } finally {
      await opened.close?.();
    }
  } finally {
    await source.close();
  }
};

type Opened = OpenArchive & { readonly locked?: boolean; close?(): Promise<void> };

const foreign: ReadonlyMap<string, string> = new Map([
  ['application/x-7z-compressed', '7z'],
  ['application/vnd.rar', 'RAR'],
  ['application/x-xz', 'xz'],
  ['application/x-bzip2', 'bzip2'],
  ['application/vnd.ms-cab-compressed', 'CAB'],
]);

async function open(source: ByteSource, types: readonly string[], context: AnalysisContext): Promise<Opened> {
  const passwords = [COMMON_PASSWORD, ...(context.password === undefined ? [] : [context.password])];
  if (types.includes('application/gzip')) return openGzip(source);
  if (types.includes('application/x-tar')) return openTar(source);
  const other = types.find((type) => foreign.has(type));
  const opened: Opened | undefined = other
    ? await openForeign(source, foreign.get(other)!)
    : await openZip(source, passwords);
  if (opened) return opened;
  if (other && source.size > FOREIGN_BYTES)
    throw new AnalysisFailure(
      'over-limit',
      `Archives of this kind are opened in memory, up to ${FOREIGN_BYTES} bytes.`,
    );
  throw new AnalysisFailure(
    'malformed',
    'The archive has no directory that can be read: it may be cut, or part of an archive split over several files.',
  );
}

async function tell(opened: Opened, source: ByteSource, context: AnalysisContext): Promise<void> {
  const { sink, limits } = context;
  const budget = openBudget(Math.floor(limits.outputBytes * CHILD_SHARE), source.size);
  const walked = await handOn(opened, budget, context);
  sink.fact('format', opened.format);
  sink.fact('memberCount', walked.members);
  sink.fact('handedOn', walked.handedOn);
  sink.fact('unpackedBytes', budget.spentBytes);
  sink.fact('members', walked.listed);
  for (const finding of judgeArchive(walked, opened.anomalies())) sink.finding(finding);
  sink.examined(`${walked.handedOn} of ${walked.members} members unpacked and handed on`);
  tellGaps(opened, walked, context);
  if (walked.stopped) throw new AnalysisFailure('over-limit', walked.stopped.why);
}

function tellGaps(opened: Opened, walked: Walked, { sink }: AnalysisContext): void {
  if (opened.locked)
    sink.notExamined(
      'the locked archive',
      'not-examinable',
      `Locked ${opened.format} archives cannot be opened in this version.`,
    );
  else if (opened.locked === false && walked.members === 0)
    sink.notExamined(
      'the contents',
      'not-examinable',
      `Nothing could be read from this ${opened.format} file.`,
    );
  if (walked.stopped) sink.notExamined('the rest of the archive', 'not-run', walked.stopped.why);
  if (walked.locked.length > 0)
    sink.notExamined(
      `${walked.locked.length} locked file(s)`,
      'not-examinable',
      'No password that was tried opens them.',
    );
  for (const { name, why } of walked.broken.slice(0, 100))
    sink.notExamined(name.slice(0, 300) || 'a member', 'not-examinable', why);
  if (walked.broken.length > 100)
    sink.notExamined(
      'further broken members',
      'not-examinable',
      `${walked.broken.length} in all cannot be unpacked.`,
    );
}
