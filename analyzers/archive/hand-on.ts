import type { AnalysisContext } from '../../src/contract/index.ts';
import { escapesFolder, judgeEntryName } from '../../src/formats/index.ts';
import { type Budget, BudgetSpent } from './budget.ts';
import type { Member, OpenArchive } from './member.ts';

/** What was met while walking an archive: names are kept for people, up to a number. */
export interface Walked {
  members: number;
  handedOn: number;
  readonly listed: {
    name: string;
    kind: Member['kind'];
    bytes: number | null;
    locked?: true;
    target?: string;
  }[];
  readonly unsafe: string[];
  readonly links: string[];
  readonly locked: string[];
  readonly broken: { name: string; why: string }[];
  /** Why the walk ended early, if it did. */
  stopped: { readonly limit: 'bytes' | 'ratio' | 'children' | 'members'; readonly why: string } | undefined;
}

const MAX_LISTED = 1000;
const MAX_MEMBERS = 100_000;

/** Walks the members in order and hands the files on as children, until a limit ends it. */
export async function handOn(
  archive: OpenArchive,
  budget: Budget,
  context: AnalysisContext,
): Promise<Walked> {
  const walked: Walked = {
    members: 0,
    handedOn: 0,
    listed: [],
    unsafe: [],
    links: [],
    locked: [],
    broken: [],
    stopped: undefined,
  };
  for await (const member of archive.members) {
    walked.members += 1;
    if (walked.members > MAX_MEMBERS) {
      walked.stopped = { limit: 'members', why: `The archive has more than ${MAX_MEMBERS} members.` };
      break;
    }
    list(walked, member);
    if (member.kind === 'file' && !isEmpty(member)) await handOnFile(member, walked, budget, context);
    if (walked.stopped) break;
  }
  return walked;
}

/** Empty by both sizes: a declared size of 0 alone may hide a file. Deflate writes nothing as two bytes. */
function isEmpty({ bytes, packedBytes }: Member): boolean {
  return bytes === 0 && (packedBytes ?? 0) <= 2;
}

function list(walked: Walked, { name, kind, bytes, linkTarget }: Member): void {
  const shown = name.slice(0, 500);
  if (walked.listed.length < MAX_LISTED)
    walked.listed.push({
      name: shown,
      kind,
      bytes: bytes ?? null,
      ...(linkTarget === undefined ? {} : { target: linkTarget.slice(0, 500) }),
    });
  if (escapesFolder(judgeEntryName(name))) walked.unsafe.push(shown);
  if (kind === 'link') walked.links.push(shown);
}

async function handOnFile(
  member: Member,
  walked: Walked,
  budget: Budget,
  { sink }: AnalysisContext,
): Promise<void> {
  const shown = member.name.slice(0, 500);
  try {
    const chunks = await member.open();
    if (!chunks) {
      walked.locked.push(shown);
      const line = walked.listed.at(-1);
      if (line && walked.members <= MAX_LISTED) line.locked = true;
      return;
    }
    const taken = await sink.child({
      claimedName: member.name.slice(0, 1024),
      relation: 'extracted-from',
      from: budget.meter(chunks, member.packedBytes),
    });
    if (taken) walked.handedOn += 1;
    else
      walked.stopped = {
        limit: 'children',
        why: `${walked.handedOn} files were handed on, the most for one archive.`,
      };
  } catch (error) {
    if (error instanceof BudgetSpent) walked.stopped = { limit: error.limit, why: error.message };
    else walked.broken.push({ name: shown, why: (error as Error).message.slice(0, 200) });
  }
}
