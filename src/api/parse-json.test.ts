import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('JSON from outside', () => {
  it('is read as it is meant', () => {
    const value = { a: [1, 'x:"{', null, true, { a: -1.5e3 }], 'k"]': '\ud83d\ude00 \\' };
    expect(parse(JSON.stringify(value, null, 2))).toEqual(value);
  });

  it('may repeat a key in different objects, not in one', () => {
    expect(parse('[{"a":1},{"a":2,"b":{"a":3}}]')).toBeDefined();
    expect(() => parse('{"a":1,"b":{"c":[{}]},"a" : 2}')).toThrow(/same key twice/);
    expect(() => parse('{"a":1,"\\u0061":2}')).toThrow(/same key twice/);
  });

  it('is refused beyond 32 levels, in time that grows with its length only', () => {
    expect(parse(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeDefined();
    expect(() => parse(`${'['.repeat(33)}${']'.repeat(33)}`)).toThrow(/deeper than 32/);
    const began = performance.now();
    for (const text of ['['.repeat(1e6), `"${'\\'.repeat(1e6)}`, `${'"" '.repeat(3e5)}`, ' '.repeat(1e6)]) {
      expect(() => parse(text)).toThrow();
    }
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('never reaches a prototype', () => {
    expect(() => parse('{"__proto__":{"x":1}}')).toThrow(/not allowed/);
    expect(() => parse('{"\\u005f_proto__":{"x":1}}')).toThrow(/not allowed/);
    expect(parse('{"constructor":1}')).toEqual({ constructor: 1 });
  });
});
