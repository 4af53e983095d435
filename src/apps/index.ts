export type { AppText, TextOrigin } from './texts/app-text.ts';
