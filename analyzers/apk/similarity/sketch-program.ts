import type { Fingerprint } from '../../../src/contract/index.ts';
import { type MinHashSketch, openMinHash } from '../../../src/fingerprints/index.ts';
import {
  type CodeVisitor,
  classDataBudget,
  type Dex,
  type DexClass,
  methodId,
  stringAt,
} from '../../../src/formats/index.ts';
import { classNameOf, shapeOf } from './describe-class.ts';
import { type ProgramNames, programNames } from './program-names.ts';

/** Sketches all programs of one app. */
export interface ProgramSketch {
  /** A visitor for `scanCode` over one program, to be scanned whole; `done` takes in what was seen. */
  visit(dex: Dex): { readonly visitor: CodeVisitor; done(): void };
  fingerprints(): Fingerprint[];
}

const ANYONE = 1;
const OWN = 2;
/** Shorter texts are in every program. */
const LEAST_TEXT = 4;
/** Longer ones are compared by their beginning. */
const MOST_TEXT = 1000;

const kinds = [
  'minhash-own-strings-v1',
  'minhash-strings-v1',
  'minhash-own-api-v1',
  'minhash-api-v1',
  'minhash-own-classes-v1',
  'minhash-own-shapes-v1',
  'minhash-packages-v1',
] as const;
type Sketches = Readonly<Record<(typeof kinds)[number], MinHashSketch>>;

/** `isLibrary`: whether a class (with dots) belongs to a known library. Library code is left out of the `own` kinds. */
export function openProgramSketch(
  packageName: string,
  isLibrary: (dotted: string) => boolean,
): ProgramSketch {
  const sketches = Object.fromEntries(kinds.map((kind) => [kind, openMinHash()])) as Sketches;
  return {
    visit: (dex) => visitProgram(dex, programNames(dex, isLibrary), packageName, sketches),
    fingerprints: () =>
      kinds.flatMap((kind) => {
        const value = sketches[kind].value();
        return value === undefined ? [] : [{ kind, value, of: 'all programs of the app' }];
      }),
  };
}

function visitProgram(
  dex: Dex,
  names: ProgramNames,
  packageName: string,
  sketches: Sketches,
): ReturnType<ProgramSketch['visit']> {
  const strings = new Uint8Array(dex.strings.count);
  const methods = new Uint8Array(dex.methods.count);
  const budget = classDataBudget(dex);
  let who = ANYONE;
  return {
    visitor: {
      class(one) {
        const own = names.origin(one.type) === 'own';
        who = own ? ANYONE | OWN : ANYONE;
        sketchClass(dex, one, names, own ? { packageName, budget } : undefined, sketches);
      },
      // Numbers beyond the tables fall off the ends of the arrays.
      string(index) {
        strings[index]! |= who;
      },
      invoke(method) {
        methods[method]! |= who;
      },
      create: () => {},
      staticField: () => {},
    },
    done() {
      takeStrings(dex, strings, sketches);
      takeMethods(dex, methods, names, sketches);
    },
  };
}

function sketchClass(
  dex: Dex,
  one: DexClass,
  names: ProgramNames,
  own: { readonly packageName: string; readonly budget: { left: number } } | undefined,
  sketches: Sketches,
): void {
  const inPackage = names.descriptor(one.type).slice(1).split('/').slice(0, -1).slice(0, 3).join('.');
  if (!own) {
    if (inPackage !== '') sketches['minhash-packages-v1'].add(inPackage);
    return;
  }
  const name = classNameOf(dex, one, own.packageName);
  if (name !== undefined) sketches['minhash-own-classes-v1'].add(name);
  const shape = shapeOf(dex, one, names, own.budget);
  if (shape !== undefined) sketches['minhash-own-shapes-v1'].add(shape);
}

function takeStrings(dex: Dex, users: Uint8Array, sketches: Sketches): void {
  for (let index = 0; index < users.length; index++) {
    if (users[index] === 0) continue;
    const text = stringAt(dex, index);
    if (text.length < LEAST_TEXT) continue;
    const compared = text.slice(0, MOST_TEXT);
    sketches['minhash-strings-v1'].add(compared);
    if ((users[index]! & OWN) !== 0) sketches['minhash-own-strings-v1'].add(compared);
  }
}

function takeMethods(dex: Dex, users: Uint8Array, names: ProgramNames, sketches: Sketches): void {
  for (let index = 0; index < users.length; index++) {
    const id = users[index] === 0 ? undefined : methodId(dex, index);
    if (!id || names.origin(id.type) !== 'platform') continue;
    const api = `${names.descriptor(id.type)}${stringAt(dex, id.name)}`;
    sketches['minhash-api-v1'].add(api);
    if ((users[index]! & OWN) !== 0) sketches['minhash-own-api-v1'].add(api);
  }
}
