export type { DexAnomalyCode } from './anomaly-code.ts';
export { classAt, classDataBudget, classesOf, type DexClass, eachMethod } from './classes.ts';
export { type Dex, readDexFile } from './dex.ts';
export { annotationsOf, eachAnnotationString, eachStaticString, valueBudget } from './encoded-values.ts';
export type { DexHeader, DexTable } from './header.ts';
export { decodeMutf8 } from './mutf8.ts';
export {
  dottedName,
  fieldId,
  methodId,
  nameAt,
  protoAt,
  signatureAt,
  stringAt,
  typeAt,
  typeList,
  typeString,
} from './names.ts';
export { type ProgramKind, programKind } from './program-kind.ts';
export { type CodeVisitor, scanCode } from './scan-code.ts';
