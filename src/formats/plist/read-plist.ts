import { type PlistRead, readBinaryPlist } from './binary-plist.ts';
import { isDict, type PlistDict, type PlistValue } from './plist-value.ts';
import { readStringsTable } from './strings-table.ts';
import { readXmlPlist } from './xml-plist.ts';

export type PlistFormat = 'binary' | 'xml' | 'text';

/** Reads a property list of any of its three forms by its first bytes. Never throws; `root` is undefined where nothing is. */
export function readPlist(bytes: Buffer): PlistRead & { readonly format: PlistFormat } {
  if (bytes.toString('latin1', 0, 6) === 'bplist') return { ...readBinaryPlist(bytes), format: 'binary' };
  if (opensMarkup(bytes)) return { ...readXmlPlist(bytes), format: 'xml' };
  const table = readStringsTable(bytes);
  return table.size > 0
    ? { root: table, anomalies: [], format: 'text' }
    : {
        root: undefined,
        anomalies: [{ code: 'not-plist', detail: 'neither XML, binary nor a table of texts' }],
        format: 'text',
      };
}

function opensMarkup(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 400).filter((byte) => byte !== 0);
  return /^[\s\u00ef\u00bb\u00bf\u00ff\u00fe]*</.test(Buffer.from(head).toString('latin1'));
}

/** The dictionary at the root; undefined: the root is something else. */
export function rootDict(read: { readonly root: PlistValue | undefined }): PlistDict | undefined {
  return isDict(read.root) ? read.root : undefined;
}
