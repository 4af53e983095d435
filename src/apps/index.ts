export { judgeCertificate, judgeKey, type KeyKind } from './android-signer/judge-key.ts';
export { describeAndroidSigner, tellAndroidSigner } from './android-signer/signer-traces.ts';
export type { AppFile, AppFileContent, AppFiles } from './app-files.ts';
export { appleAnchorOf } from './apple/apple-anchor.ts';
export { describeCertificate, describeProvision } from './apple/describe-provision.ts';
export { describeSigner } from './apple/describe-signer.ts';
export { judgeProvision } from './apple/judge-provision.ts';
export { provisionIndicators } from './apple/provision-indicators.ts';
export type { AppIdentity, BrandIcon } from './brands/app-identity.ts';
export { judgeBrand } from './brands/judge-brand.ts';
export { iconsOfConfig, rememberIcon } from './brands/remember-icon.ts';
export { compareApps, type ExaminedApp } from './compare/compare-apps.ts';
export { APP_ANALYZERS, findApp } from './compare/find-app.ts';
export { type AppToExamine, type ContentsExamined, examineContents } from './examine-contents.ts';
export { libraryOf } from './libraries/library-of.ts';
export { type FileToHandOn, handOnFiles } from './tell/hand-on-files.ts';
export { appNameIndicator, fileIndicator, isAppName } from './tell/identity-indicators.ts';
export type { AppText, TextOrigin } from './texts/app-text.ts';
export { collectIndicators, type TextCollector } from './texts/collector.ts';
export { weigh, weighing } from './weigh/weigh.ts';
export {
  type CompiledRules,
  checkRules,
  compileRules,
  compileTested,
  type RuleFile,
} from './yara/compile-rules.ts';
export { loadYara, type Yara } from './yara/load-yara.ts';
export { type RuleHit, scanRules } from './yara/scan-rules.ts';
export { rulesOfConfig, rulesToConfig } from './yara/unit-rules.ts';
export { zipAppFiles } from './zip-app-files.ts';
