import type { DartSnapshot, Elf, Hermes, UnityMetadata, Unmasked } from '../../formats/index.ts';
import type { AppFile } from '../app-files.ts';

/** What reading the contents teaches besides texts, as facts and gaps. Lists are bounded. */
export interface ContentNotes {
  native(file: AppFile, elf: Elf, known: boolean): void;
  dart(file: AppFile, snapshot: DartSnapshot): void;
  hermes(file: AppFile, hermes: Hermes): void;
  unity(file: AppFile, metadata: UnityMetadata): void;
  assembly(file: AppFile, module: string, library: boolean): void;
  masked(file: AppFile, clear: Unmasked): void;
  encrypted(file: AppFile, why: string): void;
  cut(file: AppFile, why: string): void;
  read(): ContentFacts;
}

export interface NativeLibraryFact {
  readonly entry: string;
  readonly machine: string;
  readonly bits: number;
  readonly soname: string | null;
  readonly needed: string[];
  readonly buildId: string | null;
  /** Functions that Java code can call: `Java_…` and `JNI_OnLoad`. */
  readonly jni: string[];
  readonly exports: number;
  readonly known: boolean;
  readonly anomalies: string[];
}

export interface ContentFacts {
  readonly native: readonly NativeLibraryFact[];
  readonly dart: readonly { entry: string; versionHash: string; features: string }[];
  readonly hermes: readonly { entry: string; version: number; sourceHash: string; strings: number }[];
  readonly unity: readonly { entry: string; version: number; readable: boolean }[];
  readonly assemblies: readonly string[];
  readonly masked: readonly { entry: string; kind: string; key: string }[];
  readonly encrypted: readonly { entry: string; why: string }[];
  readonly cut: readonly { entry: string; why: string }[];
}

const MOST = 200;
const short = (text: string, most = 300): string => text.slice(0, most);

export function contentNotes(): ContentNotes {
  const facts = {
    native: [] as NativeLibraryFact[],
    dart: [] as ContentFacts['dart'][number][],
    hermes: [] as ContentFacts['hermes'][number][],
    unity: [] as ContentFacts['unity'][number][],
    assemblies: [] as string[],
    masked: [] as ContentFacts['masked'][number][],
    encrypted: [] as ContentFacts['encrypted'][number][],
    cut: [] as ContentFacts['cut'][number][],
  };
  const push = <T>(list: T[], item: T): void => {
    if (list.length < MOST) list.push(item);
  };
  return {
    native: (file, elf, known) => push(facts.native, describeNative(file, elf, known)),
    dart: ({ path }, { versionHash, features }) =>
      push(facts.dart, { entry: short(path), versionHash, features: short(features, 500) }),
    hermes: ({ path }, { version, sourceHash, stringCount }) =>
      push(facts.hermes, { entry: short(path), version, sourceHash, strings: stringCount }),
    unity: ({ path }, { version, readable }) => push(facts.unity, { entry: short(path), version, readable }),
    assembly: (_, module, library) => {
      if (!library && module !== '') push(facts.assemblies, short(module, 200));
    },
    masked: ({ path }, { kind, key }) => push(facts.masked, { entry: short(path), kind, key }),
    encrypted: ({ path }, why) => push(facts.encrypted, { entry: short(path), why }),
    cut: ({ path }, why) => push(facts.cut, { entry: short(path), why }),
    read: () => facts,
  };
}

function describeNative({ path }: AppFile, elf: Elf, known: boolean): NativeLibraryFact {
  const jni = elf.exports.map(({ name }) => name).filter((name) => /^(Java_|JNI_OnLoad$)/.test(name));
  return {
    entry: short(path),
    machine: elf.machine,
    bits: elf.bits,
    soname: elf.soname === undefined ? null : short(elf.soname),
    needed: elf.needed.slice(0, 50).map((name) => short(name, 200)),
    buildId: elf.buildId ?? null,
    jni: jni.slice(0, 30).map((name) => short(name, 200)),
    exports: elf.exports.length,
    known,
    anomalies: elf.anomalies.map(({ code }) => code).slice(0, 10),
  };
}
