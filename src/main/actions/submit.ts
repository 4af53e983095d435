import { AssayError, type Marking, type Report, type Submission } from '../../contract/index.ts';
import { toText } from '../../exchange/index.ts';
import type { Remote } from '../client/api-client.ts';
import { followSubmission } from '../client/follow-submission.ts';
import { describeFile, type LocalFile, sizeOf } from '../client/local-file.ts';
import { sendSubmission } from '../client/send-submission.ts';
import { rememberUploadsIn } from '../client/unfinished-uploads.ts';
import { readConfig } from '../config.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { followRuns, type Progress, showProgress } from '../show-progress.ts';

interface SubmitOptions {
  readonly server?: string;
  readonly key?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly case?: string;
  readonly note?: string;
  readonly marking?: Marking;
  readonly source?: string;
  readonly priority?: number;
  readonly archivePassword?: string;
}

export async function submit(paths: readonly string[], options: SubmitOptions): Promise<void> {
  const config = readConfig();
  const key = options.key ?? config.key;
  if (key === undefined) {
    throw new AssayError(
      'unauthenticated',
      'An API key is needed: set ASSAY_KEY or give --key. The administrator makes one with "assay keys create".',
    );
  }
  // Said here: the words of fetch about a header it cannot send would show the key.
  if (!/^[!-~]+$/.test(key)) {
    throw new AssayError(
      'unauthenticated',
      'The API key holds characters that no key has, such as a space or a line end. Copy it again.',
    );
  }
  const remote = { server: (options.server ?? config.server).replace(/\/+$/, ''), key };
  const interrupt = new AbortController();
  process.once('SIGINT', () => {
    interrupt.abort();
    process.stderr.write('\nStopped. Unfinished uploads go on when the same command is given again.\n');
    process.exit(130);
  });
  const progress = showProgress(options.quiet === true);
  try {
    const submission = await send(remote, paths, options, config.stateFolder, progress, interrupt.signal);
    if (!options.wait) return printSubmission(submission, remote, options);
    const onEvent = followRuns(progress);
    const report = await followSubmission(remote, submission.id, onEvent, interrupt.signal);
    progress.end();
    printReport(report, options);
  } finally {
    progress.end();
  }
}

async function send(
  remote: Remote,
  paths: readonly string[],
  options: SubmitOptions,
  stateFolder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Submission> {
  const total = (await Promise.all(paths.map(sizeOf))).reduce((sum, bytes) => sum + bytes, 0);
  let hashed = 0;
  const files: LocalFile[] = [];
  for (const path of paths) {
    files.push(
      await describeFile(path, (bytes) => {
        hashed += bytes;
        progress.show(hashed, total, 'hashing, bytes');
      }),
    );
  }
  return sendSubmission(remote, {
    files,
    fields: fieldsOf(options),
    unfinished: rememberUploadsIn(stateFolder),
    onSent: (bytes) => progress.show(bytes, total, 'sending, bytes'),
    signal,
  });
}

function fieldsOf(options: SubmitOptions) {
  return {
    ...(options.case === undefined ? {} : { caseReference: options.case }),
    ...(options.note === undefined ? {} : { note: options.note }),
    ...(options.marking === undefined ? {} : { marking: options.marking }),
    ...(options.source === undefined ? {} : { source: options.source }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.archivePassword === undefined ? {} : { archivePassword: options.archivePassword }),
  };
}

function printSubmission(submission: Submission, remote: Remote, options: SubmitOptions): void {
  if (options.json) process.stdout.write(`${JSON.stringify(submission, null, 2)}\n`);
  else process.stdout.write(`${submission.id}\n${remote.server}/submissions/${submission.id}\n`);
}

function printReport(report: Report, options: SubmitOptions): void {
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toText(report));
  process.exitCode = exitCodeOf(report);
}
