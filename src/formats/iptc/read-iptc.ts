/** Texts of the IPTC record in a Photoshop resource block (IIM version 4), by number of their data set in record 2. */
export type IptcTexts = ReadonlyMap<number, string>;

const IPTC_RESOURCE = 0x0404;
const MAX_RESOURCES = 500;
const MAX_SETS = 500;
const MAX_TEXT = 8000;

/** Reads Photoshop’s image resources up to the one that holds IPTC data. Empty: there is none. */
export function readIptc(resources: Buffer): IptcTexts {
  for (let at = 0, count = 0; at + 12 <= resources.length && count < MAX_RESOURCES; count++) {
    if (resources.toString('latin1', at, at + 4) !== '8BIM') break;
    const id = resources.readUInt16BE(at + 4);
    // A Pascal string padded to an even length.
    const name = (resources[at + 6] ?? 0) + 1;
    const size = at + 6 + name + (name & 1);
    if (size + 4 > resources.length) break;
    const length = resources.readUInt32BE(size);
    const data = resources.subarray(size + 4, size + 4 + length);
    if (id === IPTC_RESOURCE) return readSets(data);
    at = size + 4 + length + (length & 1);
  }
  return new Map();
}

function readSets(data: Buffer): IptcTexts {
  const texts = new Map<number, string>();
  for (let at = 0, count = 0; at + 5 <= data.length && data[at] === 0x1c && count < MAX_SETS; count++) {
    const [record, set, length] = [data[at + 1]!, data[at + 2]!, data.readUInt16BE(at + 3)];
    // Extended lengths do not occur in texts.
    if (length >= 0x8000) break;
    if (record === 2 && !texts.has(set))
      texts.set(set, data.toString('utf8', at + 5, at + 5 + Math.min(length, MAX_TEXT)).trim());
    at += 5 + length;
  }
  return texts;
}
