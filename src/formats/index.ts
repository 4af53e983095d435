export { type ResPackage, type ResTable, readResTable, type WalkedVariant } from './android/arsc.ts';
export type { ResConfig } from './android/arsc-config.ts';
export type { ResVariant } from './android/arsc-entry.ts';
export {
  type Axml,
  type AxmlAttribute,
  type AxmlElement,
  attributeOf,
  childrenOf,
  readAxml,
} from './android/axml.ts';
export { printResValue, type ResValue } from './android/res-value.ts';
export { resolveResource, resolveTexts } from './android/resolve.ts';
export { type ResourceText, resourceNames, resourceStrings } from './android/resource-texts.ts';
export * from './anomaly.ts';
export { type JarSignature, readJarSignature } from './apk-signing/jar-signature.ts';
export {
  type BlockScheme,
  type BlockSigner,
  readSigningBlock,
  type SigningBlock,
} from './apk-signing/signing-block.ts';
export { contentDigests, type SignerCheck, verifySigner } from './apk-signing/verify-signer.ts';
export { type Certificate, readCertificate } from './certificate.ts';
export * from './dex/index.ts';
export { readSignedData } from './pkcs7.ts';
export * from './sniff/sniff.ts';
export { AAB, APK, APKM, APKS, IPA, XAPK } from './sniff/zip-kind.ts';
export * from './source.ts';
export { readTar, type TarMember } from './tar/tar.ts';
export { auditHeaders } from './zip/audit-headers.ts';
export { type Lock, lockOf, openLock } from './zip/decrypt-entry.ts';
export { decodeEntryName, escapesFolder, judgeEntryName, type NameTrick } from './zip/entry-name.ts';
export {
  type EntryContent,
  inflateStream,
  readEntry,
  readLocalHeader,
  streamEntry,
} from './zip/read-entry.ts';
export { findEntry, readZip, type Zip, type ZipAnomalyCode, type ZipEntry } from './zip/zip.ts';
