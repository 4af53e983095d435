import type { Sign } from '../../../data/android/behaviours.ts';
import { libraryOf } from '../../../src/apps/index.ts';
import { stringAt } from '../../../src/formats/index.ts';
import { methodName } from './class-context.ts';
import { decodedTexts, hiddenByXor } from './decode-text.ts';
import type { ProgramScan } from './scan-program.ts';
import { sight } from './sight.ts';
import { NOBODY, type StringUsers } from './string-users.ts';
import type { CodeText } from './text-store.ts';
import type { TypeNames } from './type-names.ts';

const LEAST_BYTES = 3;
/** No watched part is shorter. */
const LEAST_PART = 10;

/**
 * Takes over every text that code, constants or annotations hold, and those that nothing seems to use. `isName`: 1 for the
 * strings that are names and signatures.
 */
export function takeTexts(scan: ProgramScan, names: TypeNames, users: StringUsers, isName: Uint8Array): void {
  const { dex, entry, code } = scan;
  const { start: starts, end: ends } = dex.strings;
  const methods: (string | undefined)[] = new Array(dex.methods.count);
  for (let index = 0; index < dex.strings.count; index++) {
    const start = starts[index]!;
    const end = ends[index]!;
    if (end - start < LEAST_BYTES) continue;
    const user = users.method[index]!;
    if (user === NOBODY && (isName[index] === 1 || !isTelling(dex.bytes, start, end))) continue;
    if (user >= 0) methods[user] ??= methodName(dex, user);
    const where = {
      entry,
      owner: user === NOBODY ? undefined : names.dotted(users.type[index]!),
      method: user >= 0 ? methods[user]! : '',
      offset: start,
    };
    const text = stringAt(dex, index);
    code.texts.add({ ...where, text, how: user === NOBODY ? UNUSED : USED });
    takeHidden(scan, where, text, end);
    watchText(scan, where, text);
  }
}

type Where = Pick<CodeText, 'entry' | 'owner' | 'method' | 'offset'>;
const USED = 'DEX string';
const UNUSED = 'DEX string that no code was seen to use';

function takeHidden({ dex, code }: ProgramScan, where: Where, text: string, end: number): void {
  const decoded = decodedTexts(text);
  const hidden = hiddenByXor(dex.bytes, where.offset, end);
  if (decoded.length + hidden.length === 0) return;
  for (const found of [...decoded, ...hidden])
    code.texts.add({ ...where, text: found.text, how: `${found.how} in DEX string` });
}

function watchText(scan: ProgramScan, where: Where, text: string): void {
  const { watch, code } = scan;
  if (text.startsWith('~~') && text.length < 1000 && code.builders.size < 20) code.builders.add(text);
  const sign = watch.texts.get(text);
  if (sign) sightText(scan, where, sign);
  if (text.length < LEAST_PART || !text.includes('.')) return;
  for (const [part, partSign] of watch.parts) if (text.includes(part)) sightText(scan, where, partSign);
}

function sightText({ code, ownPackage }: ProgramScan, { owner, method, entry }: Where, sign: Sign): void {
  if (owner === undefined) return;
  const own = ownPackage !== '' && owner.startsWith(`${ownPackage}.`);
  sight(code.sightings, sign, {
    class: owner.slice(0, 1024),
    method: method.slice(0, 1024),
    entry: entry.slice(0, 4096),
    library: own ? undefined : libraryOf(owner),
  });
}

/** Texts that no code uses are mostly names for debuggers: only those that could not be one, or are long, are taken. */
function isTelling(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] === 0x4c && bytes[end - 1] === 0x3b) return false;
  if (end - start >= 20 && end - start <= 200) return true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 0x2f || byte === 0x2e || byte === 0x40 || byte === 0x3a || byte === 0x20 || byte > 0x7f)
      return true;
  }
  return false;
}
