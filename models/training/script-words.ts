/** The writings that a line is told to be in. `latin` and `han`: PP-OCR reads them itself. */
export const writings = ['latin', 'han', 'jpn', 'kor', 'tha', 'khm', 'hin', 'ara', 'rus'] as const;
export type Writing = (typeof writings)[number];

/** Locales whose words Node's own ICU data gives: names of places, languages and money, dates, spans of time. */
const locales: Readonly<Record<Writing, readonly string[]>> = {
  latin: ['en', 'fr', 'es', 'pt', 'id', 'vi', 'de'],
  han: ['zh-Hans', 'zh-Hant'],
  jpn: ['ja'],
  kor: ['ko'],
  tha: ['th'],
  khm: ['km'],
  hin: ['hi'],
  ara: ['ar'],
  rus: ['ru'],
};

/** Families to draw them in: Debian's fonts-noto-core, -noto-cjk, -thai-tlwg, -lohit-deva, -nanum, -ipafont-gothic,
 * -hosny-amiri, -wqy-zenhei, -dejavu-core and -liberation. */
export const families: Readonly<Record<Writing, readonly string[]>> = {
  latin: [
    'Noto Sans',
    'DejaVu Sans',
    'Liberation Sans',
    'Noto Serif',
    'Noto Sans Display',
    'Liberation Serif',
  ],
  han: ['Noto Sans CJK SC', 'Noto Sans CJK TC', 'WenQuanYi Zen Hei', 'Noto Sans CJK HK'],
  jpn: ['Noto Sans CJK JP', 'IPAGothic', 'IPAPGothic'],
  kor: ['Noto Sans CJK KR', 'NanumGothic', 'NanumMyeongjo', 'NanumBarunGothic', 'NanumSquare'],
  tha: [
    'Noto Sans Thai',
    'Noto Serif Thai',
    'Loma',
    'Garuda',
    'Waree',
    'Umpush',
    'Norasi',
    'Noto Sans Thai UI',
  ],
  khm: ['Noto Sans Khmer', 'Noto Serif Khmer', 'Noto Sans Khmer UI'],
  hin: ['Noto Sans Devanagari', 'Noto Serif Devanagari', 'Lohit Devanagari', 'Noto Sans Devanagari UI'],
  ara: [
    'Noto Naskh Arabic',
    'Noto Sans Arabic',
    'Noto Kufi Arabic',
    'Amiri',
    'DejaVu Sans',
    'Noto Sans Arabic UI',
  ],
  rus: ['Noto Sans', 'DejaVu Sans', 'Liberation Sans', 'Noto Serif', 'Noto Sans Display'],
};

const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
const pairs = letters.flatMap((a) => letters.map((b) => a + b));

function named(locale: string, type: Intl.DisplayNamesType, codes: readonly string[]): string[] {
  const names = new Intl.DisplayNames(locale, { type, fallback: 'none' });
  return codes.map((code) => names.of(code)).filter((name) => name !== undefined);
}

function dated(locale: string): string[] {
  const times = Array.from(
    { length: 120 },
    (_, i) => new Date(Date.UTC(2020, 0, 1 + i * 17, i % 24, i % 60)),
  );
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const span = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
  return [
    ...times.map((time) => date.format(time)),
    ...units.flatMap((unit) => [-5, -2, -1, 0, 1, 2, 7].map((n) => span.format(n, unit))),
  ];
}

/** Words and phrases in one writing. */
export function wordsIn(writing: Writing): string[] {
  return locales[writing].flatMap((locale) =>
    [
      ...named(locale, 'region', pairs),
      ...named(
        locale,
        'language',
        pairs.map((pair) => pair.toLowerCase()),
      ),
      ...named(locale, 'currency', Intl.supportedValuesOf('currency')),
      ...dated(locale),
    ].map((name) => name.replace(/[<>&\u200b-\u200f]/g, '')),
  );
}
