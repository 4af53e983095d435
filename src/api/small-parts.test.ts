import { describe, expect, it } from 'vitest';
import { AssayError, type Principal } from '../contract/index.ts';
import { createCursors } from './cursor.ts';
import { isFresh } from './etag.ts';
import { hostName } from './guard-host.ts';
import { addressName, ipClass } from './ip-class.ts';
import { problemOf, retryAfterOf } from './problem.ts';
import { createTokenBuckets } from './token-bucket.ts';
import { readQuery } from './validate.ts';

const principal = (unit: string): Principal => ({
  keyId: 'k',
  unit: { id: unit, name: unit },
  scopes: new Set(),
  priorityCap: 0,
});

describe('a paging cursor', () => {
  const cursors = createCursors(Buffer.alloc(32, 1));
  it('works for the unit, list and filters it was made for, whatever the page size', () => {
    const cursor = cursors.seal(principal('a'), 'list', { state: 'queued', limit: 2 }, 'position');
    expect(cursors.open(principal('a'), 'list', { limit: 9, cursor, state: 'queued' }, cursor)).toBe(
      'position',
    );
    for (const [unit, list, filters] of [
      ['b', 'list', { state: 'queued' }],
      ['a', 'other', { state: 'queued' }],
      ['a', 'list', { state: 'reported' }],
      ['a', 'list', {}],
    ] as const) {
      expect(() => cursors.open(principal(unit), list, filters, cursor)).toThrow(AssayError);
    }
    expect(() => cursors.open(principal('a'), 'list', { state: 'queued' }, `${cursor}A`)).toThrow(AssayError);
  });
});

describe('a token bucket', () => {
  it('allows a minute at once, then refills evenly and says when', () => {
    let now = 0;
    const buckets = createTokenBuckets(60, () => now);
    for (let i = 0; i < 60; i++) expect(buckets.take('a').allowed).toBe(true);
    expect(buckets.take('a')).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 1 });
    expect(buckets.take('b').allowed).toBe(true);
    now += 2_500;
    expect([1, 2, 3].map(() => buckets.take('a').allowed)).toEqual([true, true, false]);
    now += 3_600_000;
    expect(buckets.take('a')).toMatchObject({ allowed: true, remaining: 59 });
  });

  it('remembers no more names than it may', () => {
    const buckets = createTokenBuckets(1, () => 0, 100);
    for (let i = 0; i < 1000; i++) buckets.take(String(i));
    expect(buckets.take('999').allowed).toBe(false);
    expect(buckets.take('0').allowed).toBe(true);
  });
});

describe('where a request comes from and goes to', () => {
  it('is classed without keeping the address', () => {
    const kinds = [
      '127.0.0.1',
      '::1',
      '::ffff:127.0.0.1',
      '10.1.2.3',
      '::ffff:192.168.0.1',
      'fe80::1',
      '8.8.8.8',
      '2001:db8::1',
      '',
    ];
    const expected = [
      'loopback',
      'loopback',
      'loopback',
      'private',
      'private',
      'private',
      'public',
      'public',
      'none',
    ];
    expect(kinds.map(ipClass)).toEqual(expected);
  });

  it('is counted by /64 in IPv6, where one sender owns all of it', () => {
    expect(addressName('2001:db8:1:2:3:4:5:6')).toBe(addressName('2001:db8:1:2:ffff::1'));
    expect(addressName('2001:db8::1')).toBe('2001:db8:0:0');
    expect(addressName('::ffff:8.8.8.8')).toBe('8.8.8.8');
  });

  it('is a host name or nothing', () => {
    expect(hostName('Localhost:7700')).toBe('localhost');
    expect(hostName('[::1]:80')).toBe('[::1]');
    expect(hostName('assay.example.')).toBe('assay.example');
    for (const bad of ['', 'a b', 'a:b', 'a/b', 'user@a', 'a:1:2', '[::1'])
      expect(hostName(bad)).toBeUndefined();
  });
});

describe('a query', () => {
  it('given twice, or that is no text, is refused', () => {
    expect({ ...readQuery('/x?a=1&b=%20c') }).toEqual({ a: '1', b: ' c' });
    for (const bad of ['/x?a=1&a=1', '/x?a=%00', '/x?a=%ff', '/x?%00=1'])
      expect(() => readQuery(bad)).toThrow(AssayError);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(readQuery('/x?__proto__=polluted'))).toBeNull();
  });
});

describe('a problem', () => {
  it('tells nothing of an error that is not ours, nor of how we are set up', () => {
    for (const error of [
      new Error('/secret/path'),
      new AssayError('misconfigured', 'password=x'),
      'text',
      undefined,
    ]) {
      const problem = problemOf(error, 'request-1');
      expect(problem.status).toBe(500);
      expect(JSON.stringify(problem)).not.toMatch(/secret|password/);
    }
  });

  it('says when to come back where that helps', () => {
    expect(retryAfterOf(new AssayError('database-unavailable', 'x'))).toBe(5);
    expect(retryAfterOf(new AssayError('rate-limited', 'x', { retryAfterSeconds: 0.2 }))).toBe(1);
    expect(retryAfterOf(new AssayError('not-found', 'x'))).toBeUndefined();
  });
});

it('an entity tag is compared weakly, in a list, or with anything', () => {
  expect(isFresh(undefined, '"a"')).toBe(false);
  expect(isFresh('"b", W/"a"', '"a"')).toBe(true);
  expect(isFresh('*', '"a"')).toBe(true);
  expect(isFresh('a', '"a"')).toBe(false);
});
