import { type Command, InvalidArgumentError, Option } from 'commander';
import { Sha256 } from '../../contract/index.ts';
import type * as actions from '../actions/models.ts';

const AFTER_HELP = `
A model of your own is one ONNX file without external data, pinned by its SHA-256, and a manifest that says how pictures are
prepared for it and what its numbers mean: docs/models.md. Models are opened in jails only. A service that is running takes
changes up when it is started again; what it has examined before is examined anew where the models differ.

Examples:
  assay models list
  assay models pull https://example.org/detector.onnx --sha256 6676…408d --manifest detector.json
  assay models evaluate ./labelled --model detector --write      labelled/real/*, labelled/fake/*
  assay models train ./labelled --encoder clip --name our-head --terms "case material, internal use"`;

const load = () => import('../actions/models.ts');
type Given<Action extends keyof typeof actions> = Parameters<(typeof actions)[Action]>;

export function addModels(program: Command): void {
  const models = program
    .command('models')
    .summary('list, check, add, measure and train models')
    .description('Models that score pictures: those that ship with Assay, and those of your own.')
    .addHelpText('after', AFTER_HELP);
  addLooking(models);
  addBringing(models);
  addChanging(models);
  addMeasuring(models);
}

function addLooking(models: Command): void {
  models
    .command('list')
    .description('Lists all models with hash, licence, terms of what they were trained on, and calibration.')
    .option('--json', 'print JSON')
    .action(async (...given: Given<'list'>) => (await load()).list(...given));
  models
    .command('verify')
    .description(
      'Checks hashes, opens each model in a jail and runs it once. Exit code 1 where one is broken.',
    )
    .argument('[name...]', 'models (default: all)')
    .action(async (...given: Given<'verify'>) => (await load()).verify(...given));
}

function addBringing(models: Command): void {
  const hash = '--sha256 <hash>';
  const about = 'hash the file must have (or in the manifest)';
  models
    .command('add')
    .description('Adds an ONNX file of this machine.')
    .argument('<file>', 'the ONNX file')
    .requiredOption('--manifest <file>', 'its manifest (JSON)')
    .option(hash, about, parseHash)
    .action(async (...given: Given<'add'>) => (await load()).add(...given));
  models
    .command('pull')
    .description(
      'Fetches an ONNX file over http(s) and adds it. Nothing opens it before its hash is checked.',
    )
    .argument('<address>', 'address, or the name in the manifest to take its source')
    .requiredOption('--manifest <file>', 'its manifest (JSON)')
    .option(hash, about, parseHash)
    .option('--quiet', 'no progress')
    .action(async (...given: Given<'pull'>) => (await load()).pull(...given));
}

function addChanging(models: Command): void {
  models
    .command('remove')
    .description('Removes a model of your own.')
    .argument('<name>')
    .action(async (name: string) => (await load()).remove(name));
  models
    .command('enable')
    .description('Switches a model on again.')
    .argument('<name>')
    .action(async (name: string) => (await load()).setEnabled(name, true));
  models
    .command('disable')
    .description('Switches a model off; also one that ships, where analyzers can do without it.')
    .argument('<name>')
    .action(async (name: string) => (await load()).setEnabled(name, false));
}

function addMeasuring(models: Command): void {
  const faces = ['--faces', 'the pictures are crops of one face already: look for none'] as const;
  models
    .command('evaluate')
    .description(
      'Measures models of your own (or an analyzer) on labelled pictures: AUC, EER, Cllr, coverage, with counts and intervals.',
    )
    .argument(
      '<folder>',
      'holds real/ and fake/ (or generated/); pictures in one of their sub-folders belong together',
    )
    .option('--model <name>', 'this model only (default: all that are enabled)')
    .option(
      '--analyzer <name>',
      'measure what ships instead: the scores in reports of this analyzer (slower)',
    )
    .option('--write', 'keep the calibration, so that scores carry weight in reports')
    .option(...faces)
    .option('--json', 'print JSON, with the score of every picture')
    .option('--quiet', 'no progress')
    .action(async (...given: Given<'evaluate'>) => (await load()).evaluate(...given));
  models
    .command('train')
    .description('Trains a head on the features of an encoder that you added, calibrates and adds it.')
    .argument('<folder>', 'as for evaluate; about 100 pictures of each kind are the least')
    .requiredOption('--encoder <name>', 'the encoder')
    .requiredOption('--name <name>', 'name of the new model')
    .requiredOption(
      '--terms <text>',
      'terms of these pictures, for the card: who may use what was learned from them',
    )
    .addOption(
      new Option('--part <part>', 'what the encoder sees (default: as its manifest says)').choices([
        'image',
        'face',
      ]),
    )
    .option('--face-scale <number>', 'side of the square around a face, in sides of its box', parseScale, 1.3)
    .option(...faces)
    .option('--quiet', 'no progress')
    .action(async (...given: Given<'train'>) => (await load()).train(...given));
}

function parseHash(text: string): string {
  const parsed = Sha256.safeParse(text.toLowerCase());
  if (!parsed.success) throw new InvalidArgumentError('It must be 64 hex digits.');
  return parsed.data;
}

function parseScale(text: string): number {
  const scale = Number(text);
  if (!(scale >= 0.5 && scale <= 4)) throw new InvalidArgumentError('It must be a number from 0.5 to 4.');
  return scale;
}
