import type { AppText } from '../../src/apps/index.ts';
import {
  isDict,
  isEncryptedSection,
  isList,
  type MachStringLimits,
  machStrings,
  type PlistDict,
  type PlistValue,
} from '../../src/formats/index.ts';
import type { Binary, Info, IosApp } from './ios-app.ts';
import { chooseImage } from './signing.ts';

const programLimits: MachStringLimits = { least: 5, strings: 400_000, bytes: 128 * 1024 * 1024 };
const MAX_PLIST_TEXTS = 20_000;

/** Every text that Info.plist declares, under the key that carries it. */
export function* infoTexts(app: IosApp, info: Info): Generator<AppText> {
  const path = `${app.root}Info.plist`.slice(0, 4096);
  let left = MAX_PLIST_TEXTS;
  for (const { name, text } of walk(info.dict, '', 0)) {
    if (name === 'CFBundleIdentifier') continue;
    if (left-- <= 0) return;
    yield {
      text,
      name,
      location: { kind: 'entry', path },
      how: `Info.plist, ${name}`.slice(0, 200),
      origin: 'manifest',
    };
  }
}

interface Named {
  readonly name: string;
  readonly text: string;
}

function* walk(value: PlistValue, name: string, depth: number): Generator<Named> {
  if (typeof value === 'string') yield { name, text: value };
  else if (depth > 8) return;
  else if (isList(value)) for (const item of value) yield* walk(item, name, depth + 1);
  else if (isDict(value)) yield* walkDict(value, name, depth);
}

function* walkDict(dict: PlistDict, parent: string, depth: number): Generator<Named> {
  for (const [key, value] of dict) {
    const short = key.slice(0, 200);
    // Domains excepted from the demand for encryption are keys, not values.
    if (parent === 'NSExceptionDomains') yield { name: parent, text: short };
    yield* walk(value, isDict(value) || parent === '' ? short : parent || short, depth + 1);
  }
}

/** Texts that a program was compiled with, of the kind of processor that today's devices have. */
export function* programTexts(binary: Binary, bytes: Buffer): Generator<AppText> {
  const image = chooseImage(binary.images);
  if (!image) return;
  const path = binary.file.path.slice(0, 4096);
  for (const { text, offset, section } of machStrings(bytes, image, programLimits))
    yield {
      text,
      location: { kind: 'entry', path, offset },
      how: `Mach-O string (${image.cpu}, ${section})`,
      origin: 'native',
    };
}

/** True: texts of the program are encrypted by the App Store and cannot be read. */
export function hidesTexts(binary: Binary): boolean {
  const image = chooseImage(binary.images);
  return (
    image?.sections.some((section) => section.name === '__cstring' && isEncryptedSection(image, section)) ??
    false
  );
}
