import type { Comparison, Difference, Likeness, Result, Sha256, SharedTrait } from '../../contract/index.ts';
import { readAppSide } from './app-side.ts';
import { describeLikeness, likenessWords } from './describe-likeness.ts';
import { findDifferences } from './find-differences.ts';
import { findShared } from './find-shared.ts';

/** An app and what its analyzer said of it. */
export interface ExaminedApp {
  readonly sha256: Sha256;
  readonly result: Result;
}

/** Puts two examined apps beside each other: what they share, how alike they are, in what they differ. */
export function compareApps(a: ExaminedApp, b: ExaminedApp): Comparison {
  const [ours, theirs] = [readAppSide(a.sha256, a.result), readAppSide(b.sha256, b.result)];
  const shared = findShared(ours, theirs);
  const likeness = describeLikeness(ours, theirs);
  const differences = findDifferences(ours, theirs);
  return {
    a: ours.side,
    b: theirs.side,
    summary: summarise(a.sha256 === b.sha256, shared, likeness, differences),
    shared,
    likeness,
    differences,
    limits: limitsOf(likeness),
  };
}

/** Kinds that answer the questions people ask first. */
const headlines: readonly (readonly [kind: string, subject: string])[] = [
  ['minhash-own-shapes-v1', 'Structure of their own code, names aside'],
  ['minhash-own-strings-v1', 'Texts that their own code uses'],
  ['minhash-resource-texts-v1', 'Texts of their screens'],
  ['minhash-files-v1', 'Files inside'],
  ['phash-icon-v1', 'Icons'],
];

function summarise(
  sameBytes: boolean,
  shared: readonly SharedTrait[],
  likeness: readonly Likeness[],
  differences: readonly Difference[],
): string[] {
  if (sameBytes) return ['Both are the same file, byte for byte.'];
  const telling = shared.filter((one) => one.telling);
  const links = telling.map(
    ({ title, detail, total }) => `${title}${total > 1 ? ` (${total})` : ''}. ${detail}`,
  );
  const alike = headlines.flatMap(([kind, subject]) => {
    const one = likeness.find((each) => each.kind === kind);
    return one ? [`${subject}: ${likenessWords(one.score)}.`] : [];
  });
  const nothing =
    telling.length === 0 ? ['Nothing was found that ties both to the same people by itself.'] : [];
  return [...links.slice(0, 8), ...nothing, ...alike, ...whatChanged(differences)].slice(0, 20);
}

function whatChanged(differences: readonly Difference[]): string[] {
  const permissions = differences.find(({ id }) => id === 'permissions');
  if (!permissions) return [];
  const { totalA, totalB } = permissions;
  return [
    `The second asks for ${totalB === 0 ? 'no' : totalB} permissions that the first does not, and leaves out ${totalA}.`,
  ];
}

function limitsOf(likeness: readonly Likeness[]): string[] {
  return [
    'Similarity is not identity: apps made with one builder or from one template look alike although different people use them.',
    'Code of libraries that are known as such is left out of the kinds called “own”; unknown libraries count as own code.',
    'Scores are estimates: those over sets have a standard error of up to 0.045. They are no probabilities.',
    ...(likeness.some(({ kind }) => kind.startsWith('minhash-own'))
      ? []
      : ['Program code was not compared: in one of them there is none, or it could not be read.']),
  ];
}
