import { languageWords } from '../../data/indicators/words/index.ts';
import { foldText } from './fold.ts';

const SAMPLE = 20_000;

const scripts: readonly (readonly [language: string, first: number, last: number])[] = [
  ['ar', 0x600, 0x6ff],
  ['hi', 0x900, 0x97f],
  ['th', 0xe00, 0xe7f],
  ['km', 0x1780, 0x17ff],
  ['ja', 0x3040, 0x30ff],
  ['ko', 0xac00, 0xd7af],
  ['ru', 0x400, 0x4ff],
  ['zh', 0x4e00, 0x9fff],
];

/** Frequent characters that only one of the two ways of writing Chinese has. */
const traditional = /[這們請點國會說還沒過對開關來時間個為無資賺錢擊帳號電話單與專線]/g;
const simplified = /[这们请点国会说还没过对开关来时间个为无资赚钱击账号电话单与专线]/g;

function byScript(text: string): string[] {
  const counts = new Map<string, number>();
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x400) continue;
    const script = scripts.find(([, first, last]) => code >= first && code <= last);
    if (script !== undefined) counts.set(script[0], (counts.get(script[0]) ?? 0) + 1);
  }
  // Kana decide for Japanese however many Chinese characters stand between them.
  if ((counts.get('ja') ?? 0) > 2) counts.delete('zh');
  return [...counts].sort((a, b) => b[1] - a[1]).map(([language]) => language);
}

function chineseOf(text: string): string {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return count(traditional) > count(simplified) ? 'zh-Hant' : 'zh';
}

const common = languageWords
  .filter((words) => words.common !== undefined)
  .map(({ language, common: words }) => ({ language, words: new Set((words ?? []).map(foldText)) }));

function byWords(text: string): string[] {
  const words = foldText(text).match(/[a-z]+/g) ?? [];
  return common
    .map(({ language, words: known }) => ({ language, hits: words.filter((word) => known.has(word)).length }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .map(({ language }) => language);
}

/** Vietnamese letters that no other language of ours has. */
const vietnamese = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;

/** Languages a text may be in, most likely first: by script, and for Latin by small words. Good for hints, not for a verdict. */
export function guessLanguages(text: string): readonly string[] {
  const sample = text.slice(0, SAMPLE);
  const found = byScript(sample).map((language) => (language === 'zh' ? chineseOf(sample) : language));
  const latin = byWords(sample);
  return [...new Set([...found, ...(vietnamese.test(sample) ? ['vi'] : []), ...latin])];
}

/** Countries to look for numbers in, in the order of the languages. */
export function regionsOf(languages: readonly string[]): readonly string[] {
  const regions = languages.flatMap((language) => {
    const exact = languageWords.find((words) => words.language === language);
    return (
      exact?.regions ??
      languageWords.find((words) => words.language === language.split('-')[0])?.regions ??
      []
    );
  });
  return [...new Set(regions)];
}
