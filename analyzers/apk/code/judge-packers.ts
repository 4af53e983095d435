import type { App } from '../app.ts';
import type { FindingInput } from '../finding-input.ts';
import type { AppCode } from './app-code.ts';
import { type FoundPacker, findPackers } from './find-packers.ts';
import { type HiddenCode, hiddenCode } from './hidden-code.ts';
import type { OpaqueFile } from './opaque-files.ts';

/** Whether the real program is hidden: by the marks of known products, and by what is missing or does not belong. */
export function judgePackers(
  code: AppCode,
  app: App | undefined,
  entries: readonly string[],
  opaque: readonly OpaqueFile[],
): FindingInput[] {
  const found = findPackers({
    entries,
    applicationClass: app?.applicationClass,
    classNames: code.classNames,
  });
  const hidden = hiddenCode(code, app, entries, opaque);
  return [...found.map(judgeProduct), ...judgeHidden(hidden, found), ...judgeAppended(code)];
}

function judgeProduct({ packer, entries, classes }: FoundPacker): FindingInput {
  const isPacker = packer.kind === 'packer';
  return {
    id: `packer/${packer.id}`,
    title: isPacker
      ? `The app carries the marks of a packer: ${packer.name}`
      : `The app carries the marks of a protection product: ${packer.name}`,
    detail: `Known by ${[...entries, ...classes]
      .slice(0, 6)
      .map((name) => name.slice(0, 150))
      .join(', ')}. ${
      isPacker
        ? 'A packer hides the real program until the app runs: then most of what it does cannot be seen in the file. Names can be copied. Honest apps are packed too, above all in China.'
        : 'Such a product guards an app against change and examination. Banks and games use it.'
    }`,
    severity: isPacker ? 'medium' : 'info',
    techniques: isPacker ? ['T1406.002'] : [],
    locations: [
      ...entries.map((path) => ({ kind: 'entry' as const, path: path.slice(0, 4096) })),
      ...classes.map((name) => ({ kind: 'method' as const, class: name.slice(0, 1024), method: '' })),
    ],
  };
}

function judgeHidden(
  { signs, weight, locations }: HiddenCode,
  found: readonly FoundPacker[],
): FindingInput[] {
  if (weight < 2) return [];
  const known = found.some(({ packer }) => packer.kind === 'packer');
  return [
    {
      id: 'packer/hidden-code',
      title: 'The program that does the work is not where it should be',
      detail: `${signs.join(' ')} This is how packed apps look, whatever the product${known ? '' : '; no known one was recognised'}. Parts of an app handed out separately (splits) can look the same. What the hidden code does was not examined.`,
      severity: 'medium',
      techniques: ['T1406.002'],
      measure: { name: 'signs', value: signs.length, unit: 'count' },
      locations: locations.slice(0, 20),
    },
  ];
}

const LEAST_APPENDED = 64;

function judgeAppended({ appended }: AppCode): FindingInput[] {
  const large = appended.filter(({ bytes }) => bytes >= LEAST_APPENDED);
  if (large.length === 0) return [];
  return [
    {
      id: 'packer/appended-data',
      title: 'Data stands behind the end of a program',
      detail: `${large
        .slice(0, 5)
        .map(({ entry, bytes }) => `${entry.slice(0, 100)}: ${bytes} bytes`)
        .join(', ')}. Build tools write none; packers keep the hidden program there.`,
      severity: 'medium',
      techniques: ['T1406.002'],
      measure: { name: 'appended', value: Math.max(...large.map(({ bytes }) => bytes)), unit: 'byte' },
      locations: large
        .slice(0, 20)
        .map(({ entry, offset }) => ({ kind: 'entry', path: entry.slice(0, 4096), offset })),
    },
  ];
}
