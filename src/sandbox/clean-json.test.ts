import { describe, expect, it } from 'vitest';
import { parseHostileJson } from './clean-json.ts';

describe('JSON out of a jail', () => {
  it('is left as it is when it is harmless', () => {
    const value = { a: [1, -0.5, true, null, 'ä "quoted" [{ \\ 😀'], constructor: { b: {} } };
    expect(parseHostileJson(JSON.stringify(value))).toEqual(value);
  });

  it('is refused when it is nested deeply, in less than a second', () => {
    const began = performance.now();
    for (const open of ['[', '{"a":']) expect(() => parseHostileJson(open.repeat(300_000))).toThrow('nested');
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('does not take brackets in strings for nesting', () => {
    const text = '[{"'.repeat(1000);
    expect(parseHostileJson(JSON.stringify(text))).toBe(text);
  });

  it('is refused when it names __proto__, also in escapes', () => {
    for (const key of ['__proto__', '\\u005f_proto__'])
      expect(() => parseHostileJson(`{"a":{"${key}":{"x":1}}}`)).toThrow('key');
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('is refused when it holds too many values', () => {
    expect(() => parseHostileJson(`[${'0,'.repeat(300_000)}0]`)).toThrow('values');
  });

  it('shows what a database would refuse, in values and in keys', () => {
    expect(parseHostileJson('{"k\\u0000":"\\ud83d\\ude00\\ud83d-\\ude00"}')).toEqual({
      'k\u2400': '😀\ufffd-\ufffd',
    });
  });
});
