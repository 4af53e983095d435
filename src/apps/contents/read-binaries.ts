import { gunzipSync } from 'node:zlib';
import { knownNativeLibraries } from '../../../data/frameworks/index.ts';
import {
  dartStrings,
  elfStrings,
  findDartSnapshots,
  findDotnetAssemblies,
  printableStrings,
  readElf,
  readHermes,
  readUnityMetadata,
  unpackAssemblies,
  wideStrings,
} from '../../formats/index.ts';
import type { AppFile } from '../app-files.ts';
import type { AppText, TextOrigin } from '../texts/app-text.ts';
import { LIBRARY_OWNER } from '../texts/library-owner.ts';
import type { ContentNotes } from './content-notes.ts';

const UNPACKED_ASSEMBLIES = 192 * 1024 * 1024;

interface Piece {
  readonly text: string;
  readonly offset: number;
}

function* tell(
  file: AppFile,
  how: string,
  origin: TextOrigin,
  pieces: Iterable<Piece>,
  owner?: string,
): Generator<AppText> {
  for (const { text, offset } of pieces)
    yield {
      text,
      location: { kind: 'entry', path: file.path.slice(0, 4096), offset },
      how,
      origin,
      ...(owner === undefined ? {} : { owner }),
    };
}

/** A native library: what it exports to Java, its build, and its texts. */
export function* readNative(file: AppFile, bytes: Buffer, notes: ContentNotes): Generator<AppText> {
  const elf = readElf(bytes);
  const name = file.inner.slice(file.inner.lastIndexOf('/') + 1);
  const known = knownNativeLibraries.test(name);
  if (!elf) return;
  notes.native(file, elf, known);
  const owner = known ? `${LIBRARY_OWNER}${name}` : undefined;
  yield* tell(file, 'text in a native library', 'native', elfStrings(bytes, elf), owner);
}

/** A compiled Flutter program. */
export function* readDart(file: AppFile, bytes: Buffer, notes: ContentNotes): Generator<AppText> {
  const elf = readElf(bytes);
  if (elf) notes.native(file, elf, false);
  for (const snapshot of findDartSnapshots(bytes)) notes.dart(file, snapshot);
  yield* tell(file, 'text in compiled Dart', 'code', dartStrings(bytes));
}

/** A React Native program compiled by Hermes; by its string table, or as plain bytes where that is not found. */
export function* readCompiledScript(file: AppFile, bytes: Buffer, notes: ContentNotes): Generator<AppText> {
  const hermes = readHermes(bytes);
  if (!hermes) return;
  notes.hermes(file, hermes);
  if (!hermes.tableFound) {
    yield* tell(file, 'text in Hermes bytecode of an unknown layout', 'code', printableStrings(bytes));
    yield* tell(file, 'text in Hermes bytecode of an unknown layout', 'code', wideStrings(bytes));
    return;
  }
  yield* tell(file, 'Hermes string table', 'code', hermes.strings());
}

/** Text constants of a Unity game's own code. */
export function* readUnity(file: AppFile, bytes: Buffer, notes: ContentNotes): Generator<AppText> {
  const metadata = readUnityMetadata(bytes);
  if (!metadata) return;
  notes.unity(file, metadata);
  yield* tell(file, 'Unity text constant', 'code', metadata.literals());
}

const frameworkAssemblies =
  /^(System|Microsoft|Mono|Xamarin|netstandard|mscorlib|Java\.Interop|WindowsBase|GoogleGson|Google|Newtonsoft|SkiaSharp|SQLite|SQLitePCL|UnityEngine|Unity|Plugin\.|Acr\.|Prism|ReactiveUI|Refit|Polly|Splat|FFImageLoading|Rg\.Plugins|Lottie|Square|Jsr305|_Microsoft)/;

/** .NET assemblies, single or in a store, packed or not. */
export function* readDotnet(file: AppFile, bytes: Buffer, notes: ContentNotes): Generator<AppText> {
  for (const unpacked of unpackAssemblies(bytes, UNPACKED_ASSEMBLIES)) {
    if (!unpacked.complete) notes.cut(file, 'an assembly in it is broken or larger than is read');
    for (const assembly of findDotnetAssemblies(unpacked.bytes)) {
      const library = frameworkAssemblies.test(assembly.module);
      notes.assembly(file, assembly.module, library);
      const base = unpacked.compressed ? undefined : unpacked.offset;
      const pieces = relocate(assembly.userStrings(), base, unpacked.offset);
      const how = `.NET text constant of ${assembly.module.slice(0, 80)}${unpacked.compressed ? ', unpacked by LZ4' : ''}`;
      yield* tell(file, how, 'code', pieces, library ? `${LIBRARY_OWNER}${assembly.module}` : undefined);
    }
  }
}

/** Inside a packed assembly there is no place in the file but where the packed bytes begin. */
function* relocate(pieces: Iterable<Piece>, base: number | undefined, packedAt: number): Generator<Piece> {
  for (const { text, offset } of pieces)
    yield { text, offset: base === undefined ? packedAt : base + offset };
}

/** Anything else: databases, packed data of no known kind. */
export function* readBinary(file: AppFile, bytes: Buffer, how: string): Generator<AppText> {
  yield* tell(file, how, 'native', printableStrings(bytes, { least: 8 }));
}

const UNPACKED_GZIP = 64 * 1024 * 1024;

/** A packed file or tree of files, such as the program of a Python app: its texts, at the place of the packed bytes. */
export function* readGzip(file: AppFile, bytes: Buffer, notes: ContentNotes): Generator<AppText> {
  let unpacked: Buffer;
  try {
    unpacked = gunzipSync(bytes, { maxOutputLength: UNPACKED_GZIP });
  } catch {
    notes.cut(file, 'it is packed by gzip, and broken or larger than is read');
    return;
  }
  const pieces = function* (): Generator<Piece> {
    for (const { text } of printableStrings(unpacked)) yield { text, offset: 0 };
  };
  yield* tell(file, 'text in a file packed by gzip', 'script', pieces());
}
