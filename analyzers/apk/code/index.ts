export type { AppCode, CodeSite, Program, Sighting } from './app-code.ts';
export { examineCode } from './examine-code.ts';
export { readCode } from './read-code.ts';
