import type { Sign } from '../../../data/android/behaviours.ts';
import {
  annotationsOf,
  type CodeVisitor,
  type Dex,
  eachAnnotationString,
  eachStaticString,
  methodId,
  scanCode,
  signatureAt,
  typeAt,
  valueBudget,
} from '../../../src/formats/index.ts';
import type { AppCode } from './app-code.ts';
import { type ClassContext, classContext, siteOf } from './class-context.ts';
import { arrayTexts } from './decode-text.ts';
import { markNames } from './mark-names.ts';
import { watchMembers } from './member-watch.ts';
import { shapeOf } from './method-shape.ts';
import { sight } from './sight.ts';
import { NO_METHOD, stringUsers } from './string-users.ts';
import { takeTexts } from './take-texts.ts';
import { type TypeNames, typeNames } from './type-names.ts';
import type { WatchList } from './watch-list.ts';

/** Most names kept: a hostile app may have millions. */
const MAX_NAMES = 200_000;
const MAX_NAME = 500;

/** What is being read: one program of an app. */
export interface ProgramScan {
  readonly dex: Dex;
  readonly entry: string;
  readonly ownPackage: string;
  readonly watch: WatchList;
  readonly code: AppCode;
  /** Sees the same classes, texts and calls. */
  readonly other?: CodeVisitor | undefined;
}

/** Reads all code of one program once and adds what it shows to `scan.code`. */
export function scanProgram(scan: ProgramScan): void {
  const { dex, entry, code, other } = scan;
  const names = typeNames(dex);
  const members = watchMembers(dex, names, scan.watch);
  const users = stringUsers(dex);
  const values = valueBudget(dex);
  const isName = markNames(dex);
  const isNoise = annotationFilter(dex);
  const markName = (index: number): void => {
    if (index < isName.length) isName[index] = 1;
  };
  let context!: ClassContext;
  const note = (sign: Sign, method: number): void =>
    sight(code.sightings, sign, siteOf(dex, context, method, entry));
  scanCode(dex, {
    class(one) {
      other?.class(one);
      context = classContext(dex, names, one, scan.ownPackage);
      enterClass(scan, context);
      const use = (index: number): void =>
        users.use(index, one.type, NO_METHOD, context.library !== undefined);
      eachStaticString(dex, one.valuesOffset, values, use);
      for (const { offset } of annotationsOf(dex, one.annotationsOffset, values))
        eachAnnotationString(dex, offset, values, (type, isSystem) =>
          isNoise(type, isSystem) ? markName : use,
        );
    },
    method(method, _, start, units) {
      const sign = shapeOf(dex, context, method, start, units);
      if (sign) note(sign, method);
    },
    string(index, method) {
      other?.string(index, method);
      users.use(index, context.one.type, method, context.library !== undefined);
    },
    invoke(called, method) {
      other?.invoke(called, method);
      if (members.isNew(called)) noteApi(dex, names, called, code);
      const sign = members.method(called);
      if (sign) note(sign, method);
    },
    create: () => undefined,
    staticField(field, method) {
      const sign = members.field(field);
      if (sign) note(sign, method);
    },
    arrayData(start, width, count, method) {
      for (const { text, how } of arrayTexts(dex.bytes, start, width, count)) {
        const { method: name } = siteOf(dex, context, method, entry);
        code.texts.add({ text, how, entry, owner: context.name, method: name, offset: start });
      }
    },
  });
  takeTexts(scan, names, users, isName);
}

function enterClass({ watch, code, entry }: ProgramScan, context: ClassContext): void {
  const site = { class: context.name.slice(0, 1024), method: '', entry: entry.slice(0, 4096) };
  if (code.classNames.size < MAX_NAMES) code.classNames.add(context.name.slice(0, MAX_NAME));
  if (context.library !== undefined)
    code.libraries.set(context.library, (code.libraries.get(context.library) ?? 0) + 1);
  for (const parent of context.parents) {
    const sign = watch.parents.get(parent);
    if (sign) sight(code.sightings, sign, { ...site, library: context.library });
  }
  for (const [start, sign] of watch.classes)
    if (context.descriptor.startsWith(start))
      sight(code.sightings, sign, { ...site, library: context.library });
}

/** The compiler's own annotations and Kotlin's hold signatures, not words. */
function annotationFilter(dex: Dex): (type: number, isSystem: boolean) => boolean {
  const metadata = new Map<number, boolean>();
  return (type, isSystem) => {
    if (isSystem) return true;
    let skip = metadata.get(type);
    if (skip === undefined) {
      skip = /^Lkotlin\/(Metadata|coroutines\/jvm\/internal\/DebugMetadata);$/.test(typeAt(dex, type));
      metadata.set(type, skip);
    }
    return skip;
  };
}

const platformType =
  /^L(?:android\/(?!support\/|arch\/)|java\/|javax\/|dalvik\/|org\/json\/|org\/apache\/http\/)/;

/** The type comes first: for most calls it says that no name need be put together. */
function noteApi(dex: Dex, names: TypeNames, method: number, code: AppCode): void {
  if (code.apiCalls.size >= MAX_NAMES) return;
  const id = methodId(dex, method);
  if (id && platformType.test(names.descriptor(id.type)))
    code.apiCalls.add(signatureAt(dex, method).slice(0, MAX_NAME));
}
