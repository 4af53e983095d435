import { describe, expect, it } from 'vitest';
import { findIndicators } from './find-indicators.ts';

const values = (text: string): string[] => findIndicators(text).map(({ kind, value }) => `${kind} ${value}`);

describe('what stands in a text is found in its canonical form', () => {
  it.each([
    ['Go to https://Invest-Demo.example/App?id=7 now', ['url https://invest-demo.example/App?id=7']],
    ['(see http://pay.example.com/a(b).)', ['url http://pay.example.com/a(b)']],
    ['hxxps://fake-bank[.]com/login', ['url https://fake-bank.com/login']],
    ['hxxp[://]fake-bank(.)co[.]uk', ['url http://fake-bank.co.uk/']],
    ['http://203.0.113.9:8080/x', ['url http://203.0.113.9:8080/x']],
    ['mail Support.Desk@Help-Center.example.org, please', ['email support.desk@help-center.example.org']],
    ['agent[at]broker[dot]com', ['email agent@broker.com']],
    ['server 198.51.100[.]23 and 2001:DB8:0:0::0001', ['ip 198.51.100.23', 'ip 2001:db8::1']],
    ['visit trade-demo.com or t.me/agent', ['domain trade-demo.com', 'handle agent']],
    ['пример.рф и münchen.de', ['domain xn--e1afmkfd.xn--p1ai', 'domain xn--mnchen-3ya.de']],
    ['ｅｘａｍｐｌｅ．ｃｏｍ', ['domain example.com']],
    ['bit.ly。', ['domain bit.ly']],
    ['https://google.com@evil.example.net/a', ['url https://google.com@evil.example.net/a']],
    ['http://3405803781/x', ['url http://203.0.113.5/x']],
    [
      'https://archive.example.org/https://a.example.com/',
      ['url https://archive.example.org/https://a.example.com/'],
    ],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['version 1.2.3.4.5 at 12:30:45'],
    ['pay 1.000.000 or 3.14'],
    ['read README.md and main.py'],
    ['It is done.Please wait'],
    ['charges also differ.be sure you read LIFE BEGIN AGAIN.call me'],
    ['a@b and user@localhost'],
    ['http://localhost.. http:// https://x'],
    ['999.999.999.999 and ::'],
    ['javascript:alert(1) intent://x#Intent;end'],
  ])('finds nothing in: %s', (text) => {
    expect(values(text)).toEqual([]);
  });

  it('gives the span in the original text, invisible marks included', () => {
    const text = 'go \u202ehxxps://bad\u200b-site[.]com/x\u202c now';
    const [found] = findIndicators(text);
    expect(found).toMatchObject({ kind: 'url', value: 'https://bad-site.com/x', defanged: true });
    expect(text.slice(found?.start, found?.end)).toContain('hxxps://bad\u200b-site[.]com/x');
    expect(found?.reading).toBe(text.slice(found?.start, found?.end));
  });

  it('reports a domain inside a link or address once, as part of it', () => {
    expect(values('https://a.example.com/ a.example.com x@a.example.com')).toEqual([
      'url https://a.example.com/',
      'domain a.example.com',
      'email x@a.example.com',
    ]);
  });
});

describe('hostile text costs linear time', () => {
  // Under a second on a quiet machine; the margin is for a busy one. What is not linear takes minutes.
  const LIMIT_MS = 3000;
  it.each([
    ['dots before a letter', `${'.'.repeat(250_000)}f`],
    ['colons before a letter', `${':'.repeat(250_000)}f`],
    ['links that end in brackets', `http://a.example/${')'.repeat(2000)} `.repeat(125)],
    ['hosts of brackets', `http://${')'.repeat(390)} `.repeat(600)],
    ['addresses of dots', `${'.'.repeat(63)}@${'.'.repeat(250)}`.repeat(750)],
    ['many links', 'https://a.example/b '.repeat(12_000)],
  ])('a long text of %s in linear time', (_, text) => {
    const started = process.cpuUsage();
    findIndicators(text);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(LIMIT_MS);
  });

  const LENGTH = 250_000;
  const repeat = (piece: string): string => piece.repeat(Math.ceil(LENGTH / piece.length));
  it.each([
    'a',
    '1',
    '@.',
    '1.',
    ':',
    'a:',
    '://',
    'http://',
    'http://a.',
    'a@a.',
    'h[',
    '[.]',
    '(',
    'a.com',
    ').',
    '\u200b',
    'hxxp',
  ])('a long text of %j in linear time', (piece) => {
    const text = repeat(piece);
    const started = process.cpuUsage();
    findIndicators(text);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(LIMIT_MS);
  });
});
