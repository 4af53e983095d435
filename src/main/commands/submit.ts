import { type Command, InvalidArgumentError } from 'commander';
import { Marking } from '../../contract/index.ts';
import type * as actions from '../actions/submit.ts';

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
    .action(async (...given: Parameters<typeof actions.submit>) =>
      (await import('../actions/submit.ts')).submit(...given),
    );
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
