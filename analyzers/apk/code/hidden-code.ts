import type { Location } from '../../../src/contract/index.ts';
import type { App } from '../app.ts';
import type { AppCode } from './app-code.ts';
import type { OpaqueFile } from './opaque-files.ts';

/** Signs that the real program is not among the programs that were read. */
export interface HiddenCode {
  readonly signs: readonly string[];
  /** 2: at least one sign that ordinary apps do not show; 1: only such as do. */
  readonly weight: number;
  readonly locations: readonly Location[];
}

const FEW_CLASSES = 50;
const MANY_COMPONENTS = 20;
const LEAST_COMPONENTS = 3;
const MISSING_FROM = 0.8;

export function hiddenCode(
  code: AppCode,
  app: App | undefined,
  entries: readonly string[],
  opaque: readonly OpaqueFile[],
): HiddenCode {
  const strong: string[] = [];
  const weak: string[] = [];
  const locations: Location[] = [];
  const unreadable = code.others.filter(
    ({ entry, kind }) => kind === 'none' && /^classes\d*\.dex$/.test(entry),
  );
  for (const { entry } of unreadable) {
    strong.push(`${entry} is no program: it is encrypted or broken.`);
    locations.push({ kind: 'entry', path: entry });
  }
  // Old debug builds keep the program in a file of their own: the build tool's habit, not the maker's.
  const instantRun = entries.includes('instant-run.zip');
  if (app && !app.split && code.complete && code.programs.length > 0 && !instantRun)
    strong.push(...missingClasses(code, app));
  if (
    code.classNames.size < 100 &&
    (code.sightings.get('call dalvik.system.DexClassLoader.<init>')?.own ?? 0) > 0
  )
    weak.push('A very small program loads another one.');
  for (const { entry, bytes, bits } of opaque.slice(0, 3)) {
    weak.push(`${entry.slice(0, 150)} (${bytes} bytes) looks encrypted: ${bits.toFixed(2)} bits per byte.`);
    locations.push({ kind: 'entry', path: entry.slice(0, 4096) });
  }
  return {
    signs: strong.length > 0 ? [...strong, ...weak] : weak,
    weight: strong.length > 0 ? 2 : weak.length > 0 ? 1 : 0,
    locations,
  };
}

function missingClasses({ classNames }: AppCode, app: App): string[] {
  const signs: string[] = [];
  const { applicationClass } = app;
  if (applicationClass && !/^android\./.test(applicationClass) && !classNames.has(applicationClass))
    signs.push(
      `The class that starts the app, ${applicationClass.slice(0, 200)}, is in none of its programs.`,
    );
  const declared = app.components.filter(({ kind, name }) => kind !== 'activity-alias' && name !== '');
  const missing = declared.filter(({ name }) => !classNames.has(name));
  if (declared.length >= LEAST_COMPONENTS && missing.length >= declared.length * MISSING_FROM)
    signs.push(`${missing.length} of ${declared.length} declared components are in none of its programs.`);
  else if (declared.length > MANY_COMPONENTS && classNames.size < FEW_CLASSES)
    signs.push(
      `It declares ${declared.length} components, but its programs hold ${classNames.size} classes.`,
    );
  return signs;
}
