import { describe, expect, it } from 'vitest';
import { readCbor } from './read-cbor.ts';

const read = (hex: string) => readCbor(Buffer.from(hex, 'hex'));

describe('CBOR', () => {
  it('is read as the examples of its standard say', () => {
    // RFC 8949 appendix A.
    expect(read('1a000f4240')).toBe(1_000_000);
    expect(read('1bffffffffffffffff')).toBe(18446744073709551615n);
    expect(read('3903e7')).toBe(-1000);
    expect(read('f93e00')).toBe(1.5);
    expect(read('f90001')).toBe(2 ** -24);
    expect(read('fb3ff199999999999a')).toBe(1.1);
    expect(read('f5')).toBe(true);
    expect(read('f7')).toBe(null);
    expect(read('c11a514b67b0')).toEqual({ tag: 1, value: 1363896240 });
    expect(read('62c3bc')).toBe('ü');
    expect(read('5f42010243030405ff')).toEqual(Buffer.from([1, 2, 3, 4, 5]));
    expect(read('8301820203820405')).toEqual([1, [2, 3], [4, 5]]);
    expect(read('9f018202039f0405ffff')).toEqual([1, [2, 3], [4, 5]]);
    expect(read('bf61610161629f0203ffff')).toEqual(
      new Map<string, unknown>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    );
  });

  it('that is cut, too deep, too long or lies about its length is refused', () => {
    expect(read('')).toBeUndefined();
    expect(read('1a0001')).toBeUndefined();
    expect(read('5bffffffffffffffff')).toBeUndefined();
    expect(read('9bffffffffffffffff01')).toBeUndefined();
    expect(read('1e')).toBeUndefined();
    expect(readCbor(Buffer.alloc(10_000, 0x81))).toBeUndefined();
    expect(readCbor(Buffer.concat([Buffer.from([0x9f]), Buffer.alloc(1_000_000)]))).toBeUndefined();
  });

  it('keeps the first of two equal keys', () => {
    expect(read('a2616101616102')).toEqual(new Map([['a', 1]]));
  });
});
