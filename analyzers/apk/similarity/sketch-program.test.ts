import { describe, expect, it } from 'vitest';
import { compareFingerprints, resemblance } from '../../../src/fingerprints/index.ts';
import { readDexFile, scanCode } from '../../../src/formats/index.ts';
import { type BuiltClass, buildDex } from '../../../tests/support/build-dex.ts';
import { openProgramSketch } from './sketch-program.ts';

const isLibrary = (name: string): boolean => name.startsWith('com.library.');

function fingerprintsOf(packageName: string, classes: readonly BuiltClass[]) {
  const sketch = openProgramSketch(packageName, isLibrary);
  for (const dex of readDexFile(buildDex({ classes })).parts) {
    const { visitor, done } = sketch.visit(dex);
    scanCode(dex, visitor);
    done();
  }
  return sketch.fingerprints();
}

/** A class that uses some texts and functions of the platform. */
const working = (name: string, ...texts: string[]): BuiltClass => ({
  name,
  superName: 'android.app.Activity',
  methods: [
    {
      signature: 'start(I)V',
      code: [
        ...texts.map((string) => ({ string })),
        { invoke: 'Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I' },
      ],
    },
    {
      signature: 'send(Ljava/lang/String;)Z',
      code: [{ invoke: `L${name.replaceAll('.', '/')};->start(I)V` }],
    },
    { signature: 'stop()V', code: [] },
  ],
});
const texts = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `text number ${from + at}`);
const score = (
  a: ReturnType<typeof fingerprintsOf>,
  b: ReturnType<typeof fingerprintsOf>,
  kind: string,
): number | undefined => compareFingerprints(a, b).find((one) => one.kind === kind)?.score;

describe('fingerprints of programs', () => {
  it('stay equal when an app is renamed to another package', () => {
    const [a, b] = ['com.first', 'com.second'].map((name) =>
      fingerprintsOf(name, [working(`${name}.Trade`, ...texts(0, 40)), working(`${name}.Wallet`)]),
    ) as [ReturnType<typeof fingerprintsOf>, ReturnType<typeof fingerprintsOf>];
    for (const kind of ['minhash-own-strings-v1', 'minhash-own-classes-v1', 'minhash-own-shapes-v1'])
      expect(score(a, b, kind)).toBe(1);
  });

  it('keep the shape of classes when an obfuscator renames them', () => {
    const a = fingerprintsOf('com.app', [working('com.app.TradeScreen', 'pay')]);
    const b = fingerprintsOf('com.app', [working('a.b', 'pay')]);
    expect(score(a, b, 'minhash-own-shapes-v1')).toBe(1);
    expect(b.map(({ kind }) => kind)).not.toContain('minhash-own-classes-v1');
  });

  it('take a common library out of what counts as the app’s own', () => {
    const library = working('com.library.Big', ...texts(1000, 1400));
    const a = fingerprintsOf('com.first', [working('com.first.Main', ...texts(0, 40)), library]);
    const b = fingerprintsOf('com.other', [working('com.other.Start', ...texts(50, 90)), library]);
    expect(score(a, b, 'minhash-strings-v1')).toBeGreaterThan(0.6);
    expect(score(a, b, 'minhash-own-strings-v1')).toBeLessThan(0.1);
  });

  it('bring a changed build nearer than another app', () => {
    const app = (name: string, from: number, to: number) =>
      fingerprintsOf(name, [working(`${name}.Main`, ...texts(from, to)), working(`${name}.Login`)]);
    const [first, next, other] = [app('com.a', 0, 60), app('com.a', 10, 75), app('com.b', 500, 560)];
    expect(resemblance(first, next)).toBeGreaterThan(resemblance(first, other) + 0.2);
  });

  it('survive calls and texts beyond the tables', () => {
    const classes: BuiltClass[] = [
      {
        name: 'com.a.Odd',
        methods: [{ signature: 'go()V', code: [{ raw: [0x001a, 0xffff, 0x0071, 0xffff, 0] }] }],
      },
    ];
    expect(() => fingerprintsOf('com.a', classes)).not.toThrow();
  });
});
