import { ar } from './ar.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { hi } from './hi.ts';
import { indonesian } from './id.ts';
import { ja } from './ja.ts';
import { km } from './km.ts';
import { ko } from './ko.ts';
import type { LanguageWords } from './language-words.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { th } from './th.ts';
import { und } from './und.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';
import { zhHant } from './zh-hant.ts';

export type { Label, LanguageWords } from './language-words.ts';

/** Words beside values, per language. Where two languages share a word they agree on its meaning. */
export const languageWords: readonly LanguageWords[] = [
  und, en, fr, es, pt, indonesian, vi, zh, zhHant, ja, ko, th, km, hi, ar, ru,
];
