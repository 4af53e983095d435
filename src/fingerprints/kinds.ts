import { tlshDistance } from './compare-tlsh.ts';
import { compareCropHash } from './crop-hash.ts';
import { hammingDistance } from './image-hash.ts';
import { compareMinHash } from './min-hash.ts';

/** What two values of one kind say about each other. */
export interface Agreement {
  /** 0: nothing in common that shows; 1: equal as far as this kind sees. */
  readonly score: number;
  /** How much there was to compare, 0–1: sets of three elements agree by chance. */
  readonly substance: number;
  /** Where the kind sketches sets: the estimated share of all elements of both that are in both. */
  readonly shared?: number;
  /** Elements of the two sets, where the kind sketches sets. */
  readonly sizes?: readonly [number, number];
}

export interface FingerprintKind {
  /** What it is made of, for people. */
  readonly about: string;
  /** Undefined: one of the values is not of this kind. */
  readonly compare: (a: string, b: string) => Agreement | undefined;
  /** Its part in `resemblance`, relative to the others; 0: told, not counted. */
  readonly weight: number;
}

/** Beyond this TLSH distance nothing is left of a likeness. */
const TLSH_FAR = 120;
/** Unrelated pictures differ in 32 of 64 bits, give or take 4. */
const IMAGE_FAR = 22;
/** A set of this many elements is half of what can be asked for. */
const HALF_SUBSTANCE = 3;
/** How much of a set's score asks only what became of the smaller set: a later version adds more than it drops. */
const GROWTH = 0.3;
/** Versions of one app differ less than this in size; a handful of usual elements is in every large set. */
const COMPARABLE = 0.25;

const exact = (about: string, weight: number): FingerprintKind => ({
  about,
  weight,
  compare: (a, b) => ({ score: a === b ? 1 : 0, substance: 1 }),
});

const fuzzy = (about: string, weight: number): FingerprintKind => ({
  about,
  weight,
  compare: (a, b) => {
    const distance = tlshDistance(a, b);
    return distance === undefined ? undefined : { score: Math.max(0, 1 - distance / TLSH_FAR), substance: 1 };
  },
});

const sketch = (about: string, weight: number): FingerprintKind => ({
  about,
  weight,
  compare: (a, b) => {
    const compared = compareMinHash(a, b);
    if (!compared) return undefined;
    const { jaccard, contained, sizes } = compared;
    const most = Math.max(...sizes);
    const credit = Math.min(...sizes) >= most * COMPARABLE ? GROWTH : 0;
    const score = (1 - credit) * jaccard + credit * contained;
    return { score, substance: most / (most + HALF_SUBSTANCE), shared: jaccard, sizes };
  },
});

const picture = (about: string, weight: number): FingerprintKind => ({
  about,
  weight,
  compare: (a, b) => {
    if (!/^[0-9a-f]{16}$/.test(a) || !/^[0-9a-f]{16}$/.test(b)) return undefined;
    return { score: Math.max(0, 1 - hammingDistance(a, b) / IMAGE_FAR), substance: 1 };
  },
});

/**
 * Every kind of fingerprint that apps get. A name ends in the version of its recipe: what goes in, and how. Values of
 * one name compare for ever; a changed recipe is a new name. `resemblance` leaves signer and package name out: they are
 * claims of identity, not likeness. How values can be indexed: README.md.
 */
export const fingerprintKinds: Readonly<Record<string, FingerprintKind>> = {
  'android.signer': exact('signing certificate', 0),
  'android.package': exact('package name', 0),
  'ios.bundle-id': exact('bundle identifier', 0),
  'ios.signer': exact('signing certificate', 0),
  'ios.team': exact('developer team', 0),
  'ios.cdhash': exact('program code as it was signed', 0),
  'tlsh-dex': fuzzy('program files, byte by byte', 0.75),
  'tlsh-native': fuzzy('native libraries, byte by byte', 0.5),
  'tlsh-asset': fuzzy('larger data files and scripts, byte by byte', 1),
  'build-ids-v1': exact('build numbers of native libraries', 0.5),
  'minhash-own-strings-v1': sketch('texts that the app’s own code uses', 3),
  'minhash-strings-v1': sketch('all texts in the program', 0.5),
  'minhash-own-api-v1': sketch('Android and Java functions that the app’s own code calls', 1),
  'minhash-api-v1': sketch('Android and Java functions called anywhere in the program', 0.25),
  'minhash-own-classes-v1': sketch('class names of the app’s own code', 3),
  'minhash-own-shapes-v1': sketch('shape of the app’s own classes, names aside', 2),
  'minhash-packages-v1': sketch('packages of the program, libraries included', 0.5),
  'minhash-resource-names-v1': sketch('names of resources', 1.5),
  'minhash-resource-texts-v1': sketch('texts of resources, in all languages', 1.5),
  'minhash-files-v1': sketch('files inside the package, by content', 4),
  'minhash-manifest-v1': sketch('permissions, components and links declared', 1),
  'minhash-symbols-v1': sketch('functions that native libraries offer', 0.5),
  'phash-icon-v1': picture('icon', 1.5),
  'minhash-script-v1': sketch('phrases of what is said, links and sums aside', 0),
  'layout-minhash-1': sketch('where texts stand in a picture', 0),
  'phash-64': picture('picture, or a part of it', 0),
  'crop-dhash-64': {
    about: 'patches of a picture around its texts',
    weight: 0,
    compare: (a, b) => {
      const score = compareCropHash(a, b);
      return score === undefined ? undefined : { score, substance: 1 };
    },
  },
};
