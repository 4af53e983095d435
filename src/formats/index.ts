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
export type { BlockScheme, BlockSigner } from './apk-signing/block-signer.ts';
export { type Idsig, type IdsigAnomalyCode, type IdsigSigner, readIdsig } from './apk-signing/idsig.ts';
export type { TreeCheck } from './apk-signing/idsig-tree.ts';
export { type JarSignature, type NamedSigner, readJarSignature } from './apk-signing/jar-signature.ts';
export { type LineageNode, namesOfCapabilities } from './apk-signing/lineage.ts';
export { type BlockPair, readSigningBlock, type SigningBlock } from './apk-signing/signing-block.ts';
export type { SigningIssue, SigningIssueCode } from './apk-signing/signing-issue.ts';
export { readSigningLevels } from './apk-signing/signing-levels.ts';
export type { SourceStamp } from './apk-signing/source-stamp.ts';
export {
  type ApkVerdict,
  checkScheme,
  openApk,
  type SigningLevels,
  type VerifiableApk,
  verifyApk,
} from './apk-signing/verify-apk.ts';
export { type IdsigSignerCheck, type IdsigVerdict, verifyIdsig } from './apk-signing/verify-idsig.ts';
export { verifyStamp } from './apk-signing/verify-stamp.ts';
export { bundletoolVersion, readTableOfContents } from './app-bundle/bundle-config.ts';
export { protoTexts } from './app-bundle/proto-resources.ts';
export { type ProtoXmlAnomaly, readProtoXml } from './app-bundle/proto-xml.ts';
export {
  type Distribution,
  isProvision,
  type MobileProvision,
  readMobileProvision,
} from './apple/mobile-provision.ts';
export { uncrushPng } from './apple/uncrush-png.ts';
export type { C2paAsset, C2paBinding } from './c2pa/bind.ts';
export {
  type FoundStore,
  storeInBoxes,
  storeInJpeg,
  storeInMp3,
  storeInPng,
  storeInRiff,
} from './c2pa/find-store.ts';
export type { C2paAction, C2paIngredient } from './c2pa/statements.ts';
export { type C2paAnchors, type C2paChecked, type C2paStore, verifyC2pa } from './c2pa/verify-store.ts';
export { type CborMap, type CborValue, readCbor } from './cbor/read-cbor.ts';
export { type Certificate, readCertificate } from './certificate.ts';
export { type Cms, type CmsSigner, readCms } from './cms/read-cms.ts';
export * from './dex/index.ts';
export { type DotnetAssembly, type DotnetString, findDotnetAssemblies } from './dotnet/dotnet-strings.ts';
export { type UnpackedAssembly, unpackAssemblies } from './dotnet/unpack-assemblies.ts';
export { readWebmInfo, type WebmInfo } from './ebml/read-webm.ts';
export { type Elf, type ElfAnomalyCode, readElf } from './elf/elf.ts';
export { elfStrings } from './elf/elf-strings.ts';
export { type Exif, type ExifValue, readExif } from './exif/read-exif.ts';
export { type DartSnapshot, dartStrings, findDartSnapshots } from './flutter/dart-snapshot.ts';
export { type Hermes, type HermesString, isHermes, readHermes } from './hermes/hermes.ts';
export { readUnityMetadata, type UnityLiteral, type UnityMetadata } from './il2cpp/global-metadata.ts';
export { type IptcTexts, readIptc } from './iptc/read-iptc.ts';
export {
  boxesAt,
  type IsoAnomalyCode,
  type IsoBox,
  type IsoBoxes,
  readIsoBoxes,
} from './isobmff/read-boxes.ts';
export { type Movie, type MovieTrack, readMovie } from './isobmff/read-movie.ts';
export type { UserDatum } from './isobmff/user-data.ts';
export { type JpegPayloads, readPayloads } from './jpeg/app-payloads.ts';
export { estimateQuality, ijgTable, type QualityEstimate } from './jpeg/ijg-quality.ts';
export { type Jpeg, type JpegAnomalyCode, type JpegSegment, readJpeg } from './jpeg/read-jpeg.ts';
export { isStandardHuffman } from './jpeg/standard-huffman.ts';
export type { HuffmanTable, JpegFrame, QuantTable } from './jpeg/tables.ts';
export { type JumbfBox, readJumbf } from './jumbf/read-jumbf.ts';
export { unpackLz4 } from './lz4/lz4-block.ts';
export { type CodeDirectory, CS_ADHOC, matchesHash } from './macho/code-directory.ts';
export type { CodeSignature } from './macho/code-signature.ts';
export type { MachAnomalyCode, MachImage, MachO, MachSection } from './macho/macho.ts';
export {
  isEncryptedSection,
  type MachString,
  type MachStringLimits,
  machStrings,
} from './macho/macho-strings.ts';
export { readMachO } from './macho/read-macho.ts';
export { type Unmasked, unmask } from './masked/unmask.ts';
export { readSignedData, type SignedData, type SignerInfo } from './pkcs7.ts';
export type { PlistRead } from './plist/binary-plist.ts';
export { plistToJson } from './plist/plist-json.ts';
export * from './plist/plist-value.ts';
export { type PlistFormat, readPlist, rootDict } from './plist/read-plist.ts';
export { readStringsTable } from './plist/strings-table.ts';
export { type Png, type PngAnomalyCode, type PngText, readPng } from './png/read-png.ts';
export { type Riff, type RiffChunk, readRiff } from './riff/read-riff.ts';
export { readRiffInfo } from './riff/riff-info.ts';
export { ASPEN, PROVISION } from './sniff/apple-kind.ts';
export * from './sniff/sniff.ts';
export { AAB, APK, APKM, APKS, IPA, XAPK } from './sniff/zip-kind.ts';
export * from './source.ts';
export { type PrintableString, printableStrings, wideStrings } from './strings/printable-strings.ts';
export { readTar, type TarMember } from './tar/tar.ts';
export { readXmp, type Xmp } from './xmp/read-xmp.ts';
export { auditHeaders } from './zip/audit-headers.ts';
export { type Lock, lockOf, openLock } from './zip/decrypt-entry.ts';
export { decodeEntryName, escapesFolder, judgeEntryName, type NameTrick } from './zip/entry-name.ts';
export {
  type EntryContent,
  inflateStream,
  readEntry,
  readLocalHeader,
  readStart,
  streamEntry,
} from './zip/read-entry.ts';
export { findEntry, readZip, type Zip, type ZipAnomalyCode, type ZipEntry } from './zip/zip.ts';
