import { type Command, InvalidArgumentError } from 'commander';
import { AssayError, Marking, type Report, type Submission } from '../../contract/index.ts';
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

const AFTER_HELP = `
Each file is hashed here first and the server must store bytes with the same hash. Up to 32 MiB go in one
request; more is uploaded in pieces and goes on where it stopped when the line breaks or the command is repeated.

Examples:
  export ASSAY_KEY=assay_…
  assay submit video.mp4 --case 2026-114 --marking amber --wait
  assay submit app.apk chat.png --source "victim's phone" --wait --json > report.json`;

export function addSubmit(program: Command): void {
  program
    .command('submit')
    .summary('send files to a server as one submission')
    .description(
      'Sends files to a running Assay as one submission and prints its number, or waits for its report.',
    )
    .argument('<file...>', 'files to send')
    .option('--server <url>', 'address of the server (default: $ASSAY_SERVER or http://127.0.0.1:7700)')
    .option('--key <key>', 'API key with scope submit (default: $ASSAY_KEY, which others cannot see)')
    .option('--wait', 'wait for the report and print it; the exit code says whether all was examined')
    .option('--json', 'print JSON instead of text')
    .option('--quiet', 'no progress')
    .option('--case <reference>', 'case reference')
    .option('--note <text>', 'anything the reader of the report should know')
    .option('--marking <tlp>', 'clear, green, amber, amber+strict (default) or red', parseMarking)
    .option('--source <text>', 'where it came from, such as "victim\'s phone"')
    .option('--priority <0-9>', '9 is urgent; capped by the key', parsePriority)
    .option('--archive-password <password>', 'tried on locked archives')
    .addHelpText('after', AFTER_HELP)
    .action(submit);
}

async function submit(paths: readonly string[], options: SubmitOptions): Promise<void> {
  const config = readConfig();
  const key = options.key ?? config.key;
  if (key === undefined) {
    throw new AssayError(
      'unauthenticated',
      'An API key is needed: set ASSAY_KEY or give --key. The administrator makes one with "assay keys create".',
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

export function parseMarking(text: string): Marking {
  const parsed = Marking.safeParse(text.toLowerCase().replace(/^tlp:/, ''));
  if (!parsed.success) throw new InvalidArgumentError('It must be clear, green, amber, amber+strict or red.');
  return parsed.data;
}

export function parsePriority(text: string): number {
  if (!/^[0-9]$/.test(text)) throw new InvalidArgumentError('It must be a number from 0 to 9.');
  return Number(text);
}
