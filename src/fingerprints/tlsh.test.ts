import { describe, expect, it } from 'vitest';
import { openTlsh, tlsh, tlshDistance } from './index.ts';

/** Text that does not repeat, from a linear congruence: the reference implementation was given the same. */
function text(seed: number, length: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const high = state >>> 24;
      return 97 + (((high * high) >> 8) % 26);
    }),
  );
}

const REFERENCE = [
  'T112410A293E6E4C9B2C36CA5D80FB4F01A6840D633C3388F7391578EB14685E9EB91390',
  'T18941EA283E1A4C5A2C36CA5DC0FB4F01A6840DE33C3388EB790578EB14E85E9E797390',
  'T17754D061EB593F9D3C2559CE498EAA6585CD7E313E23CCD2EDAB010B43149D3A76280F',
  'T1F0900275D3B6805816A7008550AE18A804385B581D59501C0186851090907600857B15',
];
const DISTANCES = [32, 843, 828];

const first = text(1, 2000);
const second = Buffer.from(first).fill('x', 500, 540);

describe('TLSH', () => {
  it('gives the digests of the reference implementation', () => {
    expect([first, second, text(7, 300_000), text(3, 50)].map((bytes) => tlsh(bytes))).toEqual(REFERENCE);
  });

  it('gives the distances of the reference implementation', () => {
    const [a, b, c] = REFERENCE as [string, string, string, string];
    expect([tlshDistance(a, b), tlshDistance(a, c), tlshDistance(b, c)]).toEqual(DISTANCES);
    expect(tlshDistance(a, a)).toBe(0);
  });

  it('does not depend on the pieces in which bytes arrive', () => {
    const digest = openTlsh();
    for (let at = 0; at < first.length; at += 3) digest.update(first.subarray(at, at + 3));
    expect(digest.value()).toBe(REFERENCE[0]);
  });

  it('has no value for what is too short or too uniform', () => {
    expect(tlsh(first.subarray(0, 49))).toBeUndefined();
    expect(tlsh(Buffer.alloc(5000, 'a'))).toBeUndefined();
  });

  it('compares nothing but its own values', () => {
    expect(tlshDistance(REFERENCE[0]!, 'T1')).toBeUndefined();
  });
});
