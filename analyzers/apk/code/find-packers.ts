import { type Packer, packers } from '../../../data/android/packers.ts';

/** A product that was recognised, and by what. */
export interface FoundPacker {
  readonly packer: Packer;
  /** Names of entries. */
  readonly entries: readonly string[];
  /** Names of classes; in the manifest only, or in the code. */
  readonly classes: readonly string[];
}

/** What an app holds, as far as packers are known by it. */
export interface PackedApp {
  readonly entries: readonly string[];
  readonly applicationClass: string | undefined;
  readonly classNames: Iterable<string>;
}

export function findPackers({ entries, applicationClass, classNames }: PackedApp): FoundPacker[] {
  const starts = packers.flatMap(({ classes }) => classes ?? []);
  const known = new Map<string, string>();
  for (const name of classNames)
    for (const start of starts) if (!known.has(start) && name.startsWith(start)) known.set(start, name);
  const names = candidates(entries);
  return packers.flatMap((packer) => {
    const files = (packer.files ?? []).flatMap((marker) => match(marker, names));
    const groups = (packer.together ?? []).map((markers) => markers.map((marker) => match(marker, names)));
    const whole = groups.filter((group) => group.every((found) => found.length > 0)).flat(2);
    const classes = [
      ...(packer.applications ?? []).filter((name) => name === applicationClass),
      ...(packer.classes ?? []).flatMap((start) => known.get(start) ?? []),
    ];
    const found = [...new Set([...files, ...whole])].slice(0, 20);
    return found.length + classes.length > 0 ? [{ packer, entries: found, classes }] : [];
  });
}

interface Candidates {
  readonly all: readonly string[];
  readonly libraries: readonly (readonly [file: string, entry: string])[];
}

function candidates(entries: readonly string[]): Candidates {
  return {
    all: entries,
    libraries: entries
      .filter((name) => /^(?:lib|assets)\/.*\.so$/.test(name))
      .map((name) => [name.slice(name.lastIndexOf('/') + 1), name]),
  };
}

function match(marker: string, { all, libraries }: Candidates): string[] {
  if (marker.startsWith('lib:')) {
    const fits = pattern(marker.slice(4));
    return libraries.filter(([file]) => fits(file)).map(([, entry]) => entry);
  }
  if (marker.endsWith('/')) return all.filter((name) => name.startsWith(marker)).slice(0, 5);
  return all.filter(pattern(marker));
}

/** `*` stands for anything; parts must come in order. */
function pattern(marker: string): (name: string) => boolean {
  if (!marker.includes('*')) return (name) => name === marker;
  const [first = '', ...rest] = marker.split('*');
  const last = rest.pop() ?? '';
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
      return false;
    let at = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found < 0 || found + part.length > name.length - last.length) return false;
      at = found + part.length;
    }
    return true;
  };
}
