import type { ComparedSide, Comparison, Difference, IndicatorKind, SharedTrait } from '../contract/index.ts';
import { defang, defangText, showHostile } from '../exchange/index.ts';

const MOST_LISTED = 12;

/** A comparison for a terminal: plain lines, no control sequence of the apps gets through, addresses defanged. */
export function compareText(comparison: Comparison): string {
  const { a, b, summary, shared, likeness, differences, limits } = comparison;
  const lines = [
    `First:  ${sideLine(a)}`,
    `Second: ${sideLine(b)}`,
    ...section(
      'In short',
      summary.map((text) => `- ${shown(text)}`),
    ),
    ...section('What both have', shared.flatMap(sharedLines)),
    ...section(
      'How alike they are',
      likeness.map(({ about, score, says }) => `${score.toFixed(2)}  ${about}: ${says}`),
    ),
    ...section('In what they differ', differences.flatMap(differenceLines)),
    ...section(
      'What this does not say',
      limits.map((text) => `- ${text}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const shown = (text: string): string => defangText(showHostile(text, { max: 300 }));

function sideLine({ label, package: name, version, sha256 }: ComparedSide): string {
  const parts = [label === undefined ? undefined : `“${label}”`, name, version].filter(
    (part) => part !== undefined,
  );
  return `${shown(parts.join('  '))}\n        sha256 ${sha256}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, '-'.repeat(title.length), ...(lines.length === 0 ? ['nothing'] : lines)];
}

function sharedLines({ title, detail, telling, kind, values, total }: SharedTrait): string[] {
  return [
    `${telling ? '!' : ' '} ${title}. ${detail}`,
    ...list(values, total, kind).map((line) => `      ${line}`),
  ];
}

function differenceLines({ title, kind, onlyA, onlyB, totalA, totalB }: Difference): string[] {
  return [
    title,
    ...list(onlyA, totalA, kind).map((line) => `    only first:  ${line}`),
    ...list(onlyB, totalB, kind).map((line) => `    only second: ${line}`),
  ];
}

function list(values: readonly string[], total: number, kind: IndicatorKind | undefined): string[] {
  const listed = values
    .slice(0, MOST_LISTED)
    .map((value) => showHostile(kind === undefined ? defangText(value) : defang(kind, value), { max: 300 }));
  return total > listed.length ? [...listed, `… and ${total - listed.length} more`] : listed;
}
