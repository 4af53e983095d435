import { libraryOf } from '../../../src/apps/index.ts';
import { type Dex, dottedName, stringAt, typeAt } from '../../../src/formats/index.ts';
import { methodName } from './class-context.ts';
import { decodedTexts, hiddenByXor } from './decode-text.ts';
import type { ProgramScan } from './scan-program.ts';
import { sight } from './sight.ts';
import { NO_METHOD, NOBODY, type StringUsers } from './string-users.ts';

const LEAST_BYTES = 3;

/**
 * Takes over every text that code, constants or annotations hold, and those that nothing seems to use. `isName`: 1 for the
 * strings that are names and signatures.
 */
export function takeTexts(scan: ProgramScan, users: StringUsers, isName: Uint8Array): void {
  const { dex, entry, code } = scan;
  const owners = new Map<number, string>();
  for (let index = 0; index < dex.strings.count; index++) {
    const start = dex.strings.start[index]!;
    const end = dex.strings.end[index]!;
    if (end - start < LEAST_BYTES) continue;
    const user = users.method[index]!;
    if (user === NOBODY && (isName[index] === 1 || !isTelling(dex.bytes, start, end))) continue;
    const owner = user === NOBODY ? undefined : ownerOf(dex, owners, users.type[index]!);
    const method = user === NOBODY || user === NO_METHOD ? '' : methodName(dex, user);
    const text = stringAt(dex, index);
    if (text.startsWith('~~') && text.length < 1000 && code.builders.size < 20) code.builders.add(text);
    const how = user === NOBODY ? 'DEX string that no code was seen to use' : 'DEX string';
    code.texts.add({ text, entry, owner, method, offset: start, how });
    for (const found of [...decodedTexts(text), ...hiddenByXor(dex.bytes, start, end)])
      code.texts.add({
        text: found.text,
        entry,
        owner,
        method,
        offset: start,
        how: `${found.how} in DEX string`,
      });
    if (owner !== undefined) watchText(scan, text, owner, method);
  }
}

function watchText(
  { watch, code, entry, ownPackage }: ProgramScan,
  text: string,
  owner: string,
  method: string,
): void {
  const signs = [
    watch.texts.get(text),
    ...watch.parts.filter(([part]) => text.includes(part)).map(([, sign]) => sign),
  ];
  for (const sign of signs) {
    if (!sign) continue;
    const own = ownPackage !== '' && owner.startsWith(`${ownPackage}.`);
    const library = own ? undefined : libraryOf(owner);
    const site = {
      class: owner.slice(0, 1024),
      method: method.slice(0, 1024),
      entry: entry.slice(0, 4096),
      library,
    };
    sight(code.sightings, sign, site);
  }
}

function ownerOf(dex: Dex, owners: Map<number, string>, type: number): string {
  const known = owners.get(type);
  if (known !== undefined) return known;
  const name = dottedName(typeAt(dex, type));
  owners.set(type, name);
  return name;
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
