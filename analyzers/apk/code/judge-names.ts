import type { FindingInput } from '../finding-input.ts';
import type { AppCode } from './app-code.ts';
import { measureNames } from './measure-names.ts';

/** Fewer classes say nothing about a habit. */
const LEAST_CLASSES = 20;
const SHORT_FROM = 0.3;
const STRANGE_FROM = 0.05;

/** Whether the names in the code were taken away or made unreadable. */
export function judgeNames(code: AppCode): FindingInput[] {
  const { classes, short, foreign, confusing } = measureNames(code);
  if (classes < LEAST_CLASSES) return [];
  const strange = (foreign + confusing) / classes;
  if (strange >= STRANGE_FROM)
    return [
      {
        id: 'code/unreadable-names',
        title: 'The names in the code were made unreadable on purpose',
        detail: `${foreign + confusing} of ${classes} classes outside known libraries have names of foreign letters, of letters that look alike, or of the language’s own words. Ordinary build tools do not do this; protectors do.`,
        severity: 'low',
        techniques: ['T1406'],
        measure: { name: 'classes with such names', value: strange, unit: 'ratio', threshold: STRANGE_FROM },
      },
    ];
  const ratio = short / classes;
  if (ratio < SHORT_FROM) return [];
  return [
    {
      id: 'code/shortened-names',
      title: 'The names in the code were shortened',
      detail: `${short} of ${classes} classes outside known libraries are called by one or two letters. Android’s usual build tool does this to most published apps; library code that was renamed too cannot be told from the app’s own.`,
      severity: 'info',
      measure: { name: 'classes with short names', value: ratio, unit: 'ratio', threshold: SHORT_FROM },
    },
  ];
}
