export * from './anomaly.ts';
export * from './sniff/sniff.ts';
export { AAB, APK, APKM, APKS, IPA, XAPK } from './sniff/zip-kind.ts';
export * from './source.ts';
export { decodeEntryName, escapesFolder, judgeEntryName, type NameTrick } from './zip/entry-name.ts';
export {
  type EntryContent,
  inflateStream,
  readEntry,
  readLocalHeader,
  streamEntry,
} from './zip/read-entry.ts';
export { findEntry, readZip, type Zip, type ZipAnomalyCode, type ZipEntry } from './zip/zip.ts';
