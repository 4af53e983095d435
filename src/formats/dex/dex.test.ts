import { describe, expect, it } from 'vitest';
import { type BuiltClass, buildDex, signDex } from '../../../tests/support/build-dex.ts';
import {
  annotationsOf,
  classesOf,
  type Dex,
  eachAnnotationString,
  eachStaticString,
  programKind,
  readDexFile,
  scanCode,
  signatureAt,
  stringAt,
  typeAt,
  valueBudget,
} from './index.ts';

const shell: BuiltClass = {
  name: 'com.example.Main',
  methods: [
    {
      signature: 'open(I[Ljava/lang/String;)V',
      code: [
        { string: 'https://a.example/' },
        { invoke: 'Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V' },
        { create: 'Ljava/io/File;' },
        { readStatic: 'Landroid/os/Build;->MODEL:Ljava/lang/String;' },
        { array: Buffer.from('bytes'), width: 1 },
      ],
    },
  ],
};

const only = (bytes: Buffer): Dex => readDexFile(bytes).parts[0]!;
const codes = (dex: Dex): string[] => [...new Set(dex.anomalies.map(({ code }) => code))];

/** Everything that code uses, as text. */
function usesOf(dex: Dex): string[] {
  const uses: string[] = [];
  const say = (caller: number, what: string): void => void uses.push(`${signatureAt(dex, caller)} ${what}`);
  scanCode(dex, {
    class: () => undefined,
    string: (index, caller) => say(caller, `"${stringAt(dex, index)}"`),
    invoke: (method, caller) => say(caller, signatureAt(dex, method)),
    create: (type, caller) => say(caller, `new ${typeAt(dex, type)}`),
    staticField: (_, caller) => say(caller, 'static'),
    arrayData: (start, width, count, caller) =>
      say(caller, dex.bytes.toString('latin1', start, start + width * count)),
  });
  return uses;
}

describe('a program', () => {
  it.each(['035', '037', '038', '039', '040', '041'])('of version %s is read', (version) => {
    const dex = only(buildDex({ version, classes: [shell] }));
    expect(dex.header).toMatchObject({ version, checksumHolds: true, signatureHolds: true });
    expect(dex.anomalies).toEqual([]);
    expect([...classesOf(dex)].map(({ type }) => typeAt(dex, type))).toEqual(['Lcom/example/Main;']);
  });

  it('tells which method uses which text, method, class, field and constant array', () => {
    const caller = 'Lcom/example/Main;->open(I[Ljava/lang/String;)V';
    expect(usesOf(only(buildDex({ classes: [shell] })))).toEqual([
      `${caller} "https://a.example/"`,
      `${caller} Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V`,
      `${caller} new Ljava/io/File;`,
      `${caller} static`,
      `${caller} bytes`,
    ]);
  });

  it('gives texts of any script as they were written, lone surrogates and NUL too', () => {
    const texts = ['提现 — rút tiền', '😀', 'a\0b', 'x\ud800y', ''];
    const dex = only(buildDex({ classes: [], strings: texts }));
    const read = Array.from({ length: dex.strings.count }, (_, index) => stringAt(dex, index));
    expect(new Set(read)).toEqual(new Set(texts));
  });

  it('gives constants of classes and texts of annotations, the compiler’s own apart', () => {
    const dex = only(
      buildDex({
        classes: [
          {
            name: 'a.B',
            constants: ['https://static.example/'],
            annotations: [
              { type: 'retrofit2.http.GET', value: '/api/login' },
              { type: 'dalvik.annotation.Signature', value: 'hidden', visibility: 2 },
            ],
          },
        ],
      }),
    );
    const found: string[] = [];
    const budget = valueBudget(dex);
    for (const one of classesOf(dex)) {
      eachStaticString(dex, one.valuesOffset, budget, (index) => found.push(stringAt(dex, index)));
      for (const { offset } of annotationsOf(dex, one.annotationsOffset, budget))
        eachAnnotationString(dex, offset, budget, (_, isSystem) =>
          isSystem ? undefined : (index) => void found.push(stringAt(dex, index)),
        );
    }
    expect(found).toEqual(['https://static.example/', '/api/login']);
  });

  it('is read from a container of several, whose offsets count from the start of the file', () => {
    const first = buildDex({ version: '041', classes: [shell] });
    const second = buildDex({ version: '041', classes: [{ name: 'com.example.Second' }], at: first.length });
    first.writeUInt32LE(first.length + second.length, 0x70);
    second.writeUInt32LE(first.length + second.length, 0x70);
    const { parts, appended } = readDexFile(Buffer.concat([signDex(first), signDex(second)]));
    expect(parts.map((dex) => [...classesOf(dex)].map(({ type }) => typeAt(dex, type)))).toEqual([
      ['Lcom/example/Main;'],
      ['Lcom/example/Second;'],
    ]);
    expect(parts.flatMap(codes)).toEqual([]);
    expect(appended.bytes).toBe(0);
  });

  it('that was appended behind another is read too', () => {
    const inner = buildDex({ classes: [{ name: 'hidden.Payload' }] });
    const { parts } = readDexFile(Buffer.concat([buildDex({ classes: [shell] }), inner]));
    expect(parts.map((dex) => typeAt(dex, [...classesOf(dex)][0]!.type))).toEqual([
      'Lcom/example/Main;',
      'Lhidden/Payload;',
    ]);
  });

  it('is told from its relatives that are not read here', () => {
    const kinds = ['dex\n035\0', 'cdex001\0', 'dey\n036\0', 'vdex027\0', '\x7fELF', 'xyz'];
    expect(kinds.map((start) => programKind(Buffer.from(start, 'latin1')))).toEqual([
      'dex',
      'compact-dex',
      'odex',
      'vdex',
      'elf',
      'none',
    ]);
  });
});

describe('a program that lies', () => {
  it('is read on with a false checksum, and that is noted', () => {
    const bytes = buildDex({ classes: [shell] });
    bytes[8]! ^= 0xff;
    const dex = only(bytes);
    expect(codes(dex)).toEqual(['checksum']);
    expect(usesOf(dex)).toHaveLength(5);
  });

  it('says where data stands behind its end', () => {
    const bytes = buildDex({ classes: [shell] });
    const { parts, appended } = readDexFile(Buffer.concat([bytes, Buffer.from('payload')]));
    expect(appended).toEqual({ offset: bytes.length, bytes: 7 });
    expect(codes(parts[0]!)).toEqual(['appended-data']);
  });

  it('has no more items than would fit, whatever its header says', () => {
    const huge = { 56: 0x7fffffff, 64: 0xffffffff, 88: 0xffffffff, 96: 0xffffffff };
    const bytes = buildDex({ classes: [shell], header: huge });
    const dex = only(bytes);
    expect(dex.strings.count * 4).toBeLessThan(bytes.length);
    expect(dex.classes.count * 32).toBeLessThan(bytes.length);
    expect(codes(dex)).toContain('table-bounds');
    usesOf(dex);
  });

  it('costs no more than its length when all its texts are one long one', () => {
    const bytes = Buffer.concat([Buffer.alloc(0x70 + 400_000), Buffer.alloc(600_000, 'a')]);
    buildDex({ classes: [] }).copy(bytes, 0, 0, 0x70);
    bytes.writeUInt32LE(bytes.length, 0x20);
    bytes.writeUInt32LE(100_000, 0x38);
    bytes.writeUInt32LE(0x70, 0x3c);
    for (let index = 0; index < 100_000; index++) bytes.writeUInt32LE(400_112 + index, 0x70 + index * 4);
    const start = Date.now();
    const dex = only(bytes);
    expect(codes(dex)).toContain('string-budget');
    expect(Date.now() - start).toBeLessThan(2000);
  });

  it('costs no more than its length when thousands of classes share one list of methods', () => {
    const one = buildDex({ classes: [shell] });
    const definition = one.subarray(one.readUInt32LE(0x64), one.readUInt32LE(0x64) + 32);
    const count = 60_000;
    const bytes = Buffer.concat([one, ...Array.from({ length: count }, () => definition)]);
    bytes.writeUInt32LE(bytes.length, 0x20);
    bytes.writeUInt32LE(count, 0x60);
    bytes.writeUInt32LE(one.length, 0x64);
    const start = Date.now();
    expect(usesOf(only(bytes))).toHaveLength(5);
    expect(Date.now() - start).toBeLessThan(3000);
  });

  it('reads the code that there is when its length is false or an instruction does not exist', () => {
    const bytes = buildDex({
      classes: [
        {
          name: 'a.B',
          methods: [
            { signature: 'a()V', code: [{ string: 'seen' }, { raw: [0x3e] }, { string: 'seen too' }] },
            { signature: 'b()V', code: [{ string: 'last' }], unitsDeclared: 0x7fffffff },
          ],
        },
      ],
    });
    const dex = only(bytes);
    expect(usesOf(dex).slice(0, 3)).toEqual([
      'La/B;->a()V "seen"',
      'La/B;->a()V "seen too"',
      'La/B;->b()V "last"',
    ]);
    expect(codes(dex)).toEqual(expect.arrayContaining(['code-bounds', 'instruction']));
  });

  it('never throws and always ends, whatever bytes are changed', () => {
    const whole = buildDex({
      classes: [shell, { name: 'a.B', constants: ['x'], annotations: [{ type: 'a.C', value: 'y' }] }],
    });
    let seed = 11;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(whole.subarray(0, 8 + next(whole.length - 7)));
      for (let edits = next(8); edits >= 0; edits--) bytes[8 + next(bytes.length - 7)] = next(256);
      for (const dex of readDexFile(bytes).parts) {
        usesOf(dex);
        const budget = valueBudget(dex);
        for (const one of classesOf(dex)) {
          eachStaticString(dex, one.valuesOffset, budget, () => undefined);
          for (const { offset } of annotationsOf(dex, one.annotationsOffset, budget))
            eachAnnotationString(dex, offset, budget, () => () => undefined);
        }
      }
    }
  });
});
