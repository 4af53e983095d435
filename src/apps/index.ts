export type { AppFile, AppFileContent, AppFiles } from './app-files.ts';
export { libraryOf } from './libraries/library-of.ts';
export type { AppText, TextOrigin } from './texts/app-text.ts';
export { zipAppFiles } from './zip-app-files.ts';
