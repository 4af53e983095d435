import type { Command } from 'commander';
import type * as actions from '../actions/compare.ts';

const AFTER_HELP = `
Two files are examined here and now, as "assay analyze" does. Two hashes (SHA-256) are looked up at a server that has
examined both for your unit; that needs a key with scope read.

It says what both share (signer, keys of online services, hosts, files), how alike their code, resources and texts are, and
in what they differ. Similarity is not identity: who made them is for people to conclude.

Exit codes: 0 compared · 1 wrong use, or an error · 2 one of them is no app that could be examined.

Examples:
  assay compare first.apk second.apk
  assay compare old.apk new.apk --json > comparison.json
  assay compare 3f1c… 9a70… --server https://assay.example`;

export function addCompare(program: Command): void {
  program
    .command('compare')
    .summary('put two apps beside each other')
    .description('Says what two apps share, how alike they are and in what they differ.')
    .argument('<first>', 'a file, or the SHA-256 of an artefact that a server has examined')
    .argument('<second>', 'the same')
    .option('--json', 'print JSON instead of text')
    .option('--quiet', 'no progress')
    .option('--server <url>', 'address of the server (default: $ASSAY_SERVER or http://127.0.0.1:7700)')
    .option('--key <key>', 'API key with scope read (default: $ASSAY_KEY, which others cannot see)')
    .addHelpText('after', AFTER_HELP)
    .action(async (...given: Parameters<typeof actions.compare>) =>
      (await import('../actions/compare.ts')).compare(...given),
    );
}
