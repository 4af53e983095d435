import { expect, it } from 'vitest';
import { buildDex } from '../../../tests/support/build-dex.ts';
import { buildElf } from '../../../tests/support/build-elf.ts';
import { unmask } from './unmask.ts';

const mask = (bytes: Buffer, key: string): Buffer => {
  const keys = Buffer.from(key, 'hex');
  return Buffer.from(bytes.map((byte, at) => byte ^ (keys[at % keys.length] ?? 0)));
};
const dex = buildDex({ classes: [{ name: 'com.example.A', methods: [] }] });

it.each(['5a', '1337', 'c0ffee', 'deadbeef'])('takes a mask of %s off a program', (key) => {
  const clear = unmask(mask(dex, key));
  expect(clear).toMatchObject({ kind: 'dex', key });
  expect(clear?.bytes.equals(dex)).toBe(true);
});

it('takes a mask off a native library', () => {
  expect(unmask(mask(buildElf({ soname: 'liba.so' }), 'a5'))).toMatchObject({ kind: 'elf', key: 'a5' });
});

it('finds none on what lies open or is random', () => {
  expect(unmask(dex)).toBeUndefined();
  let seed = 7;
  for (let round = 0; round < 200; round++) {
    const noise = Buffer.alloc(256);
    for (let at = 0; at < noise.length; at++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      noise[at] = seed >> 8;
    }
    expect(unmask(noise)).toBeUndefined();
  }
});
