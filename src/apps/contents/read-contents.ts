import { unmask } from '../../formats/index.ts';
import type { AppFile, AppFiles } from '../app-files.ts';
import type { AppText } from '../texts/app-text.ts';
import type { ContentNotes } from './content-notes.ts';
import { isSkipped, kindOf } from './file-kind.ts';
import {
  readBinary,
  readCompiledScript,
  readDart,
  readDotnet,
  readGzip,
  readNative,
  readUnity,
} from './read-binaries.ts';
import { openArchive, readAndroidXml, readTextFile } from './read-texts.ts';

export interface ContentLimits {
  /** Of one file, unpacked. */
  readonly fileBytes: number;
  /** Of all files together. */
  readonly totalBytes: number;
  readonly files: number;
}

export const CONTENT_LIMITS: ContentLimits = {
  fileBytes: 64 * 1024 * 1024,
  totalBytes: 512 * 1024 * 1024,
  files: 20_000,
};

/** Counts what was read, and says why the rest was not. */
export interface ContentCoverage {
  opened: number;
  bytes: number;
  beyondLimit: number;
}

/** Of libraries for several processors one is read: the same program, built again. */
const processors = ['arm64-v8a', 'armeabi-v7a', 'x86_64', 'x86', 'armeabi', 'mips64', 'mips', 'riscv64'];

/**
 * All texts that the files of an app hold, file by file, however its framework packs them. `notes` learns what else is seen. Each file
 * is opened once and forgotten; nothing throws for what the bytes say.
 */
export async function* readContents(
  files: AppFiles,
  notes: ContentNotes,
  coverage: ContentCoverage,
  limits: ContentLimits = CONTENT_LIMITS,
): AsyncGenerator<Iterable<AppText>> {
  for (const file of inOrder(files.files)) {
    if (isSkipped(file)) continue;
    if (coverage.opened >= limits.files || coverage.bytes >= limits.totalBytes) {
      coverage.beyondLimit += 1;
      continue;
    }
    if (await isProgram(files, file)) continue;
    const { bytes, complete } = await files.open(
      file,
      Math.min(limits.fileBytes, limits.totalBytes - coverage.bytes),
    );
    coverage.opened += 1;
    coverage.bytes += bytes.length;
    if (!complete) notes.cut(file, 'it is larger than is read, cut or broken');
    const kind = kindOf(file, bytes);
    if (kind === 'archive' && !file.path.includes('!/')) {
      const inside = await openArchive(file, bytes, files.platform);
      yield* readContents(inside, notes, coverage, limits);
    } else yield readFile(file, bytes, kind, notes);
  }
}

/** Dalvik programs are read by others; a file only named like one is not. */
async function isProgram(files: AppFiles, file: AppFile): Promise<boolean> {
  if (!file.inner.endsWith('.dex')) return false;
  const { bytes } = await files.open(file, 8);
  return /^c?dex/.test(bytes.toString('latin1', 0, 4));
}

function readFile(
  file: AppFile,
  bytes: Buffer,
  kind: ReturnType<typeof kindOf>,
  notes: ContentNotes,
): Iterable<AppText> {
  switch (kind) {
    case 'native':
      return readNative(file, bytes, notes);
    case 'dart':
      return readDart(file, bytes, notes);
    case 'hermes':
      return readCompiledScript(file, bytes, notes);
    case 'unity':
      return readUnity(file, bytes, notes);
    case 'dotnet':
      return readDotnet(file, bytes, notes);
    case 'text':
      return readTextFile(file, bytes);
    case 'android-xml':
      return readAndroidXml(file, bytes);
    case 'gzip':
      return readGzip(file, bytes, notes);
    case 'database':
      return readBinary(file, bytes, 'text in a database');
    case 'encrypted-script':
      notes.encrypted(file, 'a script by its name, but its bytes are encrypted or packed');
      return readMasked(file, bytes, notes);
    case 'binary':
      if (unmask(bytes)) return readMasked(file, bytes, notes);
      return readBinary(file, bytes, 'text in a data file of an unknown kind');
    default:
      return [];
  }
}

/** A program under a mask that could be taken off. */
function readMasked(file: AppFile, bytes: Buffer, notes: ContentNotes): Iterable<AppText> {
  const clear = unmask(bytes);
  if (!clear) return [];
  notes.masked(file, clear);
  return readBinary(file, clear.bytes, `text in a program hidden by XOR with ${clear.key}`);
}

/** Programs and data first, so that a limit cuts the least telling; of each native library one build. */
function inOrder(files: readonly AppFile[]): AppFile[] {
  const seen = new Map<string, number>();
  for (const { inner } of files) {
    const [processor, name] = nativeName(inner);
    if (name === undefined) continue;
    const rank = processors.indexOf(processor ?? '');
    const best = seen.get(name);
    if (best === undefined || rank < best) seen.set(name, rank);
  }
  const chosen = files.filter(({ inner }) => {
    const [processor, name] = nativeName(inner);
    return name === undefined || seen.get(name) === processors.indexOf(processor ?? '');
  });
  const rank = ({ inner }: AppFile): number =>
    /^(assets|www|public|Pandora|assemblies|Frameworks)\//.test(inner) || /(libapp\.so|jsbundle)$/.test(inner)
      ? 0
      : /^res\//.test(inner)
        ? 2
        : 1;
  return chosen
    .map((file) => ({ file, rank: rank(file) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ file }) => file);
}

function nativeName(inner: string): [string | undefined, string | undefined] {
  const match = /^lib\/([^/]+)\/([^/]+\.so)$/.exec(inner);
  return [match?.[1], match?.[2]];
}
