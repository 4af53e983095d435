import type { Random } from './random.ts';

/** Numbers at which readers of binary formats tend to trip. */
const numbers = [
  0, 1, 2, 4, 7, 8, 16, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const anywhere = (bytes: Buffer, random: Random): number => {
  // Headers decide most: half of the changes go to the first 512 bytes.
  const reach = random.below(2) === 0 ? Math.min(512, bytes.length) : bytes.length;
  return random.below(reach);
};

function setNumber(width: 2 | 4, big: boolean): Mutation {
  return (bytes, random) => {
    const at = anywhere(bytes, random) & ~(random.below(2) === 0 ? 3 : 0);
    if (at + width > bytes.length) return bytes;
    const pick = random.below(3);
    const value = pick === 0 ? random.below(bytes.length * 2 + 1) : numbers[random.below(numbers.length)]!;
    const bounded = width === 2 ? value & 0xffff : value >>> 0;
    if (width === 2) bytes[big ? 'writeUInt16BE' : 'writeUInt16LE'](bounded, at);
    else bytes[big ? 'writeUInt32BE' : 'writeUInt32LE'](bounded, at);
    return bytes;
  };
}

const cut = (bytes: Buffer, random: Random): [from: number, to: number] => {
  const from = random.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random.below(1 << random.below(12)))];
};

const mutations: readonly Mutation[] = [
  (bytes, random) => {
    const at = anywhere(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes;
  },
  (bytes, random) => {
    bytes[anywhere(bytes, random)] = random.below(256);
    return bytes;
  },
  setNumber(4, false),
  setNumber(4, true),
  setNumber(2, false),
  setNumber(2, true),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length) + 1),
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (bytes, random, other) => {
    const [from, to] = cut(other, random);
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    return bytes.fill(random.below(2) === 0 ? 0 : 0xff, from, to);
  },
];

/** A changed copy of `seed`, one to eight changes deep. `other` lends pieces. The same numbers give the same bytes. */
export function mutate(seed: Buffer, other: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(seed);
  for (let left = 1 + random.below(8); left > 0 && bytes.length > 0; left--)
    bytes = Buffer.from(mutations[random.below(mutations.length)]!(bytes, random, other));
  return bytes;
}
