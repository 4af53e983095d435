import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/index.ts';
import { toCsv, toMarkdown, toMispEvent, toStixBundle, toText } from '../../src/exchange/index.ts';
import { reportPage } from '../../src/site/report-page.ts';
import { type AttackBench, openAttackBench, runsOf } from '../support/attack-bench.ts';
import { buildAxml } from '../support/build-axml.ts';
import { buildJarSignature } from '../support/build-signature.ts';
import { type BuiltEntry, buildZip } from '../support/build-zip.ts';
import { HOSTILE, sampleReport } from '../support/report.ts';

/* Attacks 3 to 5 of docs/attacks.md: an app whose every text attacks the reader, from its bytes to what people open. */

const text = (words: string): Buffer => Buffer.from(words);
/** Carries a mark per place, so that a test can tell that a text arrived there at all. */
const attack = (place: string): string => `=${place} ${HOSTILE}`;

function hostileApp(): Buffer {
  const named = (element: string, name: string) => ({
    name: element,
    attributes: [
      { name: 'name', id: 0x01010003, value: name },
      { name: 'permission', id: 0x01010006, value: 'android.permission.BIND_ACCESSIBILITY_SERVICE' },
      { name: 'exported', id: 0x01010010, value: true },
    ],
  });
  const manifest = buildAxml({
    name: 'manifest',
    attributes: [
      { name: 'package', value: attack('package') },
      { name: 'versionName', id: 0x0101021c, value: attack('version') },
      { name: 'sharedUserId', id: 0x0101000b, value: attack('user') },
    ],
    children: [
      named('uses-permission', attack('permission')),
      named('uses-permission', 'android.permission.INTERNET'),
      {
        name: 'application',
        attributes: [
          { name: 'label', id: 0x01010001, value: `${attack('label')}${'x'.repeat(1_000_000)}` },
          { name: 'icon', id: 0x01010002, value: '../../../etc/passwd' },
        ],
        children: [named('service', attack('service')), named('receiver', attack('receiver'))],
      },
    ],
  });
  const odd = { method: 0x8888 };
  const entries: BuiltEntry[] = [
    {
      name: 'AndroidManifest.xml',
      content: manifest,
      deflate: true,
      central: { flags: 1 },
      local: { flags: 1 },
    },
    { name: 'AndroidManifest.xml', content: text('<manifest/>') },
    { name: `../${attack('entry')}`, content: text('x'), central: odd, local: odd },
    { name: `assets/${attack('asset')}`, content: Buffer.concat([text('dex\n035\0'), Buffer.alloc(300, 1)]) },
    { name: 'META-INF/CERT.RSA', content: buildJarSignature(attack('signer')) },
    { name: 'META-INF/X.RSA', content: text('no signature') },
    { name: 'resources.arsc', content: Buffer.alloc(300, 0xff) },
    { name: 'i.svg', content: text('<svg onload="alert(1)"><foreignObject/></svg>') },
  ];
  return buildZip(entries);
}

let bench: AttackBench;
let report: Report;
beforeAll(async () => {
  bench = await openAttackBench();
  report = await bench.examine({ '=cmd|calc <img src=x onerror=alert(1)>\u202egpj.apk': hostileApp() });
}, 60_000);
afterAll(() => bench?.[Symbol.asyncDispose]());

const apkRun = () => runsOf(report).find(({ analyzer }) => analyzer === 'apk')!;

describe('an app built to defeat tools and attack readers', () => {
  it('is reported with each trick, and the run ends well', () => {
    expect([apkRun().status, apkRun().failure]).toEqual(['completed', undefined]);
    expect(apkRun().result.findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'defeats-tools/zip-duplicate-name',
        'defeats-tools/zip-encrypted-flag',
        'defeats-tools/zip-unknown-method',
        'defeats-tools/zip-name-escapes-folder',
        'contents/embedded-programs',
      ]),
    );
  });

  it('keeps its texts as facts, and none longer than a person reads', () => {
    const facts = JSON.stringify(apkRun().result.facts);
    for (const place of ['package', 'version', 'label', 'service', 'receiver', 'signer', 'permission'])
      expect(facts, place).toContain(`=${place} `);
    expect(JSON.stringify(report).length).toBeLessThan(200_000);
  });

  it('shows no icon that is a path or a drawing', () => {
    expect(apkRun().result.evidence).toEqual([]);
    expect(apkRun().coverage.notExamined.map(({ what }) => what)).toContain('the icon');
    expect(JSON.stringify(report)).not.toContain('root:');
  });

  it('proposes none of its texts as something to match on', () => {
    const named = apkRun().result.indicators.filter(({ kind }) => kind === 'package');
    expect(named.map(({ standing, check }) => [standing, check])).toEqual([['observed', 'invalid']]);
  });
});

/** Nothing that reorders, hides or moves a cursor. Line feeds are the writers' own. */
const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;
const LIVE = /<img|<svg|\]\(http|\{\{7|\$\{7|javascript:alert|https:\/\/evil/;

describe('its texts in everything people open', () => {
  const page = (one: Report) =>
    reportPage({ report: one, address: () => '/evidence/x/y', exports: '/submissions/x/exports' });
  const tagsOf = (markup: string): string[] =>
    [...markup.matchAll(/<\/?([a-zA-Z][^\s>/]*)((?:[^>"]|"[^"]*")*)>/g)].map(([, name]) => name!);

  it('add no tag, attribute of an event or address to the page, and their hidden marks are seen', () => {
    const markup = page(report);
    const ours = new Set([...tagsOf(page(sampleReport())), 'bdi', 'code', 'li', 'ul', 'br']);
    expect(tagsOf(markup).filter((name) => !ours.has(name))).toEqual([]);
    expect(markup.replaceAll(/="[^"]*"/g, '')).not.toMatch(/<[^>]*\s(on[a-z]+|style|srcdoc)\b/i);
    const visible = markup.replaceAll(/ (data-copy|value)="[^"]*"/g, '');
    expect(visible).not.toMatch(CONTROL);
    expect(visible).not.toMatch(/<img src=x|javascript:alert|https:\/\/evil/);
    for (const [, address] of markup.matchAll(/(?:href|src|action)="([^"]*)"/g))
      expect(address).toMatch(/^[/#](?!\/)/);
    expect(visible).toContain('‹U+202E›gpj.apk');
    expect(visible).toContain('=package');
  });

  it('calculate nothing in the CSV', () => {
    const csv = toCsv(report);
    expect(csv).toContain("'=package");
    const cells = [...csv.replace('\ufeff', '').matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)];
    for (const [, cell] of cells) expect(cell?.replace(/^"/, '')).not.toMatch(/^[\s"]*[=+\-@|%\t\r]/);
    expect(csv).not.toMatch(CONTROL);
  });

  it.each([
    ['Markdown', toMarkdown],
    ['the terminal', toText],
  ])('neither link, fetch nor move the cursor in %s', (name, write) => {
    const written = write(report);
    expect(written).toContain('package');
    expect(written).not.toMatch(CONTROL);
    expect(written).not.toMatch(/javascript:alert|https:\/\/evil/);
    if (name === 'Markdown') expect(written).not.toMatch(/<img|\]\(http/);
  });

  it.each([
    ['STIX', toStixBundle],
    ['MISP', toMispEvent],
  ])('are inert prose in %s, and no object carries one as its value', (_, write) => {
    const strings = stringsOf(write(report));
    expect(strings.filter((one) => CONTROL.test(one))).toEqual([]);
    expect(strings.filter((one) => LIVE.test(one))).toEqual([]);
  });

  function stringsOf(value: unknown): string[] {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => [name, ...stringsOf(inner)]);
  }
});
