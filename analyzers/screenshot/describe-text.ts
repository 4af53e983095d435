import type { Json, Sink } from '../../src/contract/index.ts';
import { type Language, type Line, languageNames, type PictureText } from '../../src/ocr/index.ts';
import { tagOf } from './find-values.ts';
import { original } from './tell-values.ts';

const MOST_LINES = 2000;
const EXCERPT = 600;

const corners = (line: Line, scale: number): number[] => {
  const { x, y, width, height } = original(line.box, scale);
  return [x, y, width, height];
};

/** A line with its box [x, y, width, height] in original pixels, and both readings where there are two. */
function factOf(line: Line, scale: number): Json {
  const { text, confidence, paddle, tesseract } = line;
  const second =
    tesseract === undefined
      ? {}
      : { readings: { ppocr: paddle.text, tesseract: tesseract.text, language: tagOf(tesseract.language) } };
  return { text, confidence: Math.round(confidence), box: corners(line, scale), ...second };
}

const spell = (language: Language | undefined): string =>
  language === undefined ? 'Latin or Chinese writing' : `${languageNames[language]} text`;

/** The facts `text`, `lines` and `language`, and a finding that sums them up. Its id. */
export function describeText(
  sink: Sink,
  page: PictureText,
  text: string,
  scale: number,
  indicators: number,
): 'screenshot.text' | 'screenshot.no-text' {
  const { lines, language } = page;
  sink.fact('text', text);
  sink.fact('language', language === undefined ? null : tagOf(language));
  sink.fact(
    'lines',
    lines.slice(0, MOST_LINES).map((line) => factOf(line, scale)),
  );
  if (lines.length === 0) {
    sink.finding({
      id: 'screenshot.no-text',
      title: 'No text was read',
      detail: 'No writing was found in the picture. Handwriting and very small letters may still be there.',
      severity: 'info',
      measure: { name: 'lines read', value: 0, unit: 'count' },
    });
    return 'screenshot.no-text';
  }
  const letters = lines.reduce((sum, line) => sum + line.text.length, 0);
  const mean =
    lines.reduce((sum, line) => sum + line.confidence * line.text.length, 0) / Math.max(1, letters);
  const excerpt = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
  sink.finding({
    id: 'screenshot.text',
    title: `${lines.length} lines of ${spell(language)} read, ${indicators} indicators in them`,
    detail: `The readers' own mean confidence is ${Math.round(mean)} of 100; single letters may be wrong, so compare values with the picture. Text read:\n${excerpt}`,
    severity: 'info',
    measure: { name: 'mean confidence', value: Math.round(mean), unit: 'percent' },
    evidence: ['text-boxes', 'text'],
  });
  return 'screenshot.text';
}
