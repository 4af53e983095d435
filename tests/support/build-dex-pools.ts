import { descriptor } from './build-dex-bytes.ts';
import type { BuiltDex } from './build-dex-model.ts';

interface Proto {
  readonly key: string;
  readonly shorty: string;
  readonly returns: string;
  readonly parameters: readonly string[];
}

/** The tables of a program, each sorted as the format demands, and the numbers that things have in them. */
export interface Pools {
  readonly strings: readonly string[];
  readonly types: readonly string[];
  readonly protos: readonly Proto[];
  readonly fields: readonly { readonly type: string; readonly kind: string; readonly name: string }[];
  readonly methods: readonly { readonly type: string; readonly proto: string; readonly name: string }[];
  stringOf(text: string): number;
  typeOf(descriptor: string): number;
  protoOf(key: string): number;
  fieldOf(key: string): number;
  methodOf(key: string): number;
}

export function collectPools(input: BuiltDex): Pools {
  const strings = new Set<string>(input.strings);
  const types = new Set<string>();
  const protos = new Map<string, Proto>();
  const fields = new Map<string, Pools['fields'][number]>();
  const methods = new Map<string, Pools['methods'][number]>();
  const addType = (type: string): void => {
    strings.add(type);
    types.add(type);
  };
  const addField = (key: string): void => {
    const [type = '', name = '', kind = ''] = key.split(/->|:/);
    fields.set(key, { type, kind, name });
    addType(type);
    addType(kind);
    strings.add(name);
  };
  const addMethod = (key: string): void => {
    if (methods.has(key)) return;
    const [, type = '', name = '', proto = ''] = /^(.*?)->([^(]*)(\(.*)$/.exec(key) ?? [];
    methods.set(key, { type, name, proto });
    protos.set(proto, readProto(proto));
    addType(type);
    strings.add(name);
  };
  for (const one of input.classes) {
    const type = descriptor(one.name);
    addType(type);
    addType(descriptor(one.superName ?? 'java.lang.Object'));
    for (const name of one.interfaces ?? []) addType(descriptor(name));
    one.constants?.forEach((text, index) => {
      strings.add(text);
      addField(`${type}->C${index}:Ljava/lang/String;`);
    });
    for (const annotation of one.annotations ?? []) {
      addType(descriptor(annotation.type));
      strings.add('value');
      strings.add(annotation.value);
    }
    for (const method of one.methods ?? []) {
      addMethod(`${type}->${method.signature}`);
      for (const step of method.code ?? []) {
        if ('string' in step) strings.add(step.string);
        if ('invoke' in step) addMethod(step.invoke);
        if ('create' in step) addType(step.create);
        if ('readStatic' in step) addField(step.readStatic);
      }
    }
  }
  for (const proto of protos.values()) {
    strings.add(proto.shorty);
    for (const type of [proto.returns, ...proto.parameters]) addType(type);
  }
  return number(strings, types, protos, fields, methods);
}

function number(
  stringSet: ReadonlySet<string>,
  typeSet: ReadonlySet<string>,
  protoMap: ReadonlyMap<string, Proto>,
  fieldMap: ReadonlyMap<string, Pools['fields'][number]>,
  methodMap: ReadonlyMap<string, Pools['methods'][number]>,
): Pools {
  const strings = [...stringSet].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const stringOf = lookup(strings);
  const types = [...typeSet].sort((a, b) => stringOf(a) - stringOf(b));
  const typeOf = lookup(types);
  const protos = [...protoMap.values()].sort(
    (a, b) =>
      typeOf(a.returns) - typeOf(b.returns) ||
      compareLists(a.parameters.map(typeOf), b.parameters.map(typeOf)),
  );
  const protoOf = lookup(protos.map(({ key }) => key));
  const fields = [...fieldMap].sort(
    ([, a], [, b]) => typeOf(a.type) - typeOf(b.type) || stringOf(a.name) - stringOf(b.name),
  );
  const methods = [...methodMap].sort(
    ([, a], [, b]) =>
      typeOf(a.type) - typeOf(b.type) ||
      stringOf(a.name) - stringOf(b.name) ||
      protoOf(a.proto) - protoOf(b.proto),
  );
  return {
    strings,
    types,
    protos,
    fields: fields.map(([, field]) => field),
    methods: methods.map(([, method]) => method),
    stringOf,
    typeOf,
    protoOf,
    fieldOf: lookup(fields.map(([key]) => key)),
    methodOf: lookup(methods.map(([key]) => key)),
  };
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++)
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}

function lookup(list: readonly string[]): (key: string) => number {
  const numbers = new Map(list.map((key, index) => [key, index]));
  return (key) => {
    const found = numbers.get(key);
    if (found === undefined) throw new Error(`the program to be built has no ${key}`);
    return found;
  };
}

/** `(ILjava/lang/String;)V` taken apart. */
function readProto(key: string): Proto {
  const [, inner = '', returns = 'V'] = /^\((.*)\)(.*)$/.exec(key) ?? [];
  const parameters = inner.match(/\[*(?:L[^;]*;|[A-Z])/g) ?? [];
  const short = (type: string): string => (/^[[L]/.test(type) ? 'L' : type);
  return { key, shorty: [returns, ...parameters].map(short).join(''), returns, parameters };
}
