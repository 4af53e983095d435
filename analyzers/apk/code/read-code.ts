import type { Sink } from '../../../src/contract/index.ts';
import {
  type CodeVisitor,
  classDataBudget,
  classesOf,
  type Dex,
  eachMethod,
  programKind,
  readDexFile,
  readEntry,
  type Zip,
  type ZipEntry,
} from '../../../src/formats/index.ts';
import type { AppCode, Program } from './app-code.ts';
import { scanProgram } from './scan-program.ts';
import { textStore } from './text-store.ts';
import { makeWatchList, type WatchList } from './watch-list.ts';

/** Largest program that is read whole into memory (unpacking needs it twice), and all of them together. */
const MAX_PROGRAM_BYTES = 160 * 1024 * 1024;
const MAX_TOTAL_BYTES = 1024 * 1024 * 1024;
const MAX_PROGRAMS = 300;

/** Somebody else who wants to see the code of a program, so that it need not be read again. Undefined: not this one. */
export type Alongside = (
  entry: ZipEntry,
  dex: Dex,
) => { readonly visitor: CodeVisitor; done(): void } | undefined;

/** Reads the program code of an app, one program after the other, so that only one is in memory. */
export async function readCode(
  zip: Zip,
  ownPackage: string,
  sink: Sink,
  alongside?: Alongside,
): Promise<AppCode> {
  const code = emptyCode();
  const watch = makeWatchList();
  const entries = programEntries(zip);
  let left = MAX_TOTAL_BYTES;
  for (const entry of entries.slice(0, MAX_PROGRAMS)) {
    left -= await readOne({
      zip,
      entry,
      code,
      watch,
      ownPackage,
      sink,
      alongside,
      most: Math.min(MAX_PROGRAM_BYTES, left),
    });
    if (left > 0) continue;
    omit(code, sink, 'further programs', `More than ${MAX_TOTAL_BYTES / 1024 ** 2} MiB of program code.`);
    break;
  }
  if (entries.length > MAX_PROGRAMS)
    omit(code, sink, 'further programs', `There are ${entries.length}; the first ${MAX_PROGRAMS} were read.`);
  if (code.texts.left > 0)
    omit(
      code,
      sink,
      'further texts of the code',
      `${code.texts.left} texts beyond the bound of what is kept.`,
    );
  return code;
}

function emptyCode(): AppCode {
  return {
    programs: [],
    anomalies: [],
    sightings: new Map(),
    classNames: new Set(),
    apiCalls: new Set(),
    libraries: new Map(),
    builders: new Set(),
    texts: textStore(),
    appended: [],
    others: [],
    complete: true,
  };
}

/** The programs that Android loads itself first, by number; then whatever else is named like one. */
function programEntries({ entries }: Zip): ZipEntry[] {
  const rank = ({ name }: ZipEntry): number => {
    const number = /^classes(\d*)\.dex$/.exec(name)?.[1];
    return number === undefined ? 1e9 : number === '' ? 1 : Number(number);
  };
  return entries
    .filter(({ name, isFolder }) => !isFolder && /\.(?:dex|cdex|odex|vdex)$/i.test(name))
    .sort((a, b) => rank(a) - rank(b) || a.index - b.index);
}

interface OneProgram {
  readonly zip: Zip;
  readonly entry: ZipEntry;
  readonly code: AppCode;
  readonly watch: WatchList;
  readonly ownPackage: string;
  readonly sink: Sink;
  readonly alongside: Alongside | undefined;
  readonly most: number;
}

/** Returns how many bytes were read. */
async function readOne(one: OneProgram): Promise<number> {
  const { zip, entry, code, watch, ownPackage, sink, most } = one;
  const { bytes, complete } = await readEntry(zip, entry, most);
  const name = entry.name;
  const { parts, appended } = readDexFile(bytes);
  if (!complete && parts.length > 0)
    omit(code, sink, `part of ${name}`, 'It is cut, broken, or larger than is read into memory.');
  if (parts.length === 0) {
    const kind = programKind(bytes);
    code.others.push({ entry: name, kind, bytes: bytes.length });
    omit(code, sink, name, describeOther(kind));
  }
  if (appended.bytes > 0) code.appended.push({ entry: name, ...appended });
  for (const dex of parts) {
    const other = one.alongside?.(entry, dex);
    scanProgram({ dex, entry: name, ownPackage, watch, code, other: other?.visitor });
    other?.done();
    code.programs.push(describe(dex, name));
    if (dex.anomalies.length > 0) code.anomalies.push({ entry: name, all: dex.anomalies });
  }
  return bytes.length;
}

function describeOther(kind: ReturnType<typeof programKind>): string {
  if (kind === 'none') return 'It is named like a program but is none: encrypted, or data.';
  return `It is a program in another form (${kind}), which is not read here.`;
}

function describe(dex: Dex, entry: string): Program {
  let methodsDefined = 0;
  const budget = classDataBudget(dex);
  for (const one of classesOf(dex))
    eachMethod(dex, one, budget, () => {
      methodsDefined += 1;
    });
  return {
    entry,
    version: dex.header.version,
    bytes: dex.header.fileBytes,
    strings: dex.header.strings.count,
    types: dex.header.types.count,
    protos: dex.header.protos.count,
    fields: dex.header.fields.count,
    methods: dex.header.methods.count,
    classes: dex.header.classes.count,
    methodsDefined,
    checksumHolds: dex.header.checksumHolds,
    signatureHolds: dex.header.signatureHolds,
  };
}

function omit(code: AppCode, sink: Sink, what: string, why: string): void {
  code.complete = false;
  sink.notExamined(what.slice(0, 300), 'not-examinable', why);
}
