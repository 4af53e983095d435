import type { Json, Sink } from '../../src/contract/index.ts';
import { type Box, scaleBox } from '../../src/media/index.ts';
import type { Line } from '../../src/ocr/index.ts';

const MAX_LINES = 2000;
const EXCERPT = 600;

const corners = (box: Box, scale: number): number[] => {
  const { x, y, width, height } = scaleBox(box, 1 / scale);
  return [x, y, width, height].map(Math.round);
};

/** Lines and words with boxes [x, y, width, height] in original pixels. */
function factOf({ text, confidence, box, words }: Line, scale: number): Json {
  return {
    text,
    confidence: Math.round(confidence),
    box: corners(box, scale),
    words: words.map((w) => ({
      text: w.text,
      confidence: Math.round(w.confidence),
      box: corners(w.box, scale),
    })),
  };
}

/** The facts `text` and `lines`, and a finding that sums them up. */
export function describeText(sink: Sink, lines: readonly Line[], scale: number, indicators: number): void {
  const text = lines.map((l) => l.text).join('\n');
  sink.fact('text', text);
  sink.fact(
    'lines',
    lines.slice(0, MAX_LINES).map((line) => factOf(line, scale)),
  );
  if (lines.length > MAX_LINES)
    sink.notExamined(
      `Boxes of lines after the first ${MAX_LINES}`,
      'not-run',
      'Their text is in the report.',
    );
  const words = lines.flatMap((l) => l.words);
  const mean = words.reduce((sum, w) => sum + w.confidence, 0) / Math.max(1, words.length);
  if (words.length === 0) {
    sink.finding({
      id: 'screenshot.no-text',
      title: 'No text was read',
      detail:
        'The reader for English found no text in the picture. Text in other scripts may still be there.',
      severity: 'info',
      measure: { name: 'words read', value: 0, unit: 'count' },
    });
    return;
  }
  const excerpt = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
  sink.finding({
    id: 'screenshot.text',
    title: `${words.length} words of text read, ${indicators} indicators in them`,
    detail: `The reader's own mean confidence is ${Math.round(mean)} of 100; single letters may be wrong, so compare values with the picture. Text read:\n${excerpt}`,
    severity: 'info',
    measure: { name: 'mean word confidence', value: Math.round(mean), unit: 'percent' },
    evidence: ['text-boxes', 'text'],
  });
}
