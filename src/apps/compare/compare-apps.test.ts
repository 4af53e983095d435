import { describe, expect, it } from 'vitest';
import { Comparison, emptyResult, type Indicator, type Result } from '../../contract/index.ts';
import { minHash } from '../../fingerprints/index.ts';
import { compareApps } from '../index.ts';

const sha = (digit: string): string => digit.repeat(64);
const indicator = (kind: Indicator['kind'], value: string, change: Partial<Indicator> = {}): Indicator => ({
  kind,
  value,
  standing: 'proposed',
  confidence: 90,
  check: 'none',
  sensitive: false,
  provenance: [],
  findings: [],
  ...change,
});
const result = (change: Partial<Result>): Result => ({ ...emptyResult(), ...change });
const signed = (keyKind: string): Result =>
  result({ facts: { certSha256: [sha('c')], certificates: [{ sha256: sha('c'), keyKind }] } });
const pair = (a: Result, b: Result) =>
  Comparison.parse(compareApps({ sha256: sha('a'), result: a }, { sha256: sha('b'), result: b }));
const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

describe('comparing two apps', () => {
  it('counts a shared signer as a link, unless anyone can have its key', () => {
    expect(pair(signed('own'), signed('own')).shared[0]).toMatchObject({ id: 'signer', telling: true });
    const open = pair(signed('public'), signed('public'));
    expect(open.shared[0]).toMatchObject({ id: 'public-signer', telling: false });
    expect(open.summary[0]).toBe('Nothing was found that ties both to the same people by itself.');
  });

  it('keeps hosts of libraries apart from hosts that point at someone', () => {
    const app = result({
      indicators: [
        indicator('domain', 'api.scam.example'),
        indicator('domain', 'schemas.example', { standing: 'observed' }),
      ],
    });
    const { shared } = pair(app, app);
    expect(shared).toEqual([
      expect.objectContaining({ id: 'same-domain', telling: true, values: ['api.scam.example'] }),
      expect.objectContaining({ id: 'common-values', telling: false, values: ['schemas.example'] }),
    ]);
  });

  it('never tells values that belong to a victim', () => {
    const app = result({ indicators: [indicator('phone', '+4915112345678', { sensitive: true })] });
    expect(JSON.stringify(pair(app, app))).not.toContain('4915112345678');
  });

  it('says what was added and what was dropped', () => {
    const asking = (...names: string[]) =>
      result({ facts: { permissions: names.map((name) => ({ name })) } });
    const { differences, summary } = pair(
      asking('CAMERA', 'INTERNET'),
      asking('INTERNET', 'READ_SMS', 'CALL'),
    );
    expect(differences).toContainEqual(
      expect.objectContaining({ id: 'permissions', onlyA: ['CAMERA'], onlyB: ['READ_SMS', 'CALL'] }),
    );
    expect(summary).toContain('The second asks for 2 permissions that the first does not, and leaves out 1.');
  });

  it('knows a file by its hash under another name, and a changed one under the same', () => {
    const holding = (...files: [string, string][]) =>
      result({
        facts: { fileHashes: files.map(([name, digit]) => ({ name, bytes: 10, sha256: sha(digit) })) },
      });
    const { shared, differences } = pair(
      holding(['classes.dex', '1'], ['assets/a.js', '2']),
      holding(['classes2.dex', '1'], ['assets/a.js', '3']),
    );
    expect(shared).toContainEqual(
      expect.objectContaining({ id: 'files', telling: true, values: ['classes.dex (10 bytes)'] }),
    );
    expect(differences.find(({ id }) => id === 'files')?.onlyB[0]).toMatch(/^assets\/a\.js \(changed/);
  });

  it('puts a likeness into words and numbers, and says what it does not say', () => {
    const texts = (from: number) => ({
      kind: 'minhash-own-strings-v1',
      value: minHash(Array.from({ length: 300 }, (_, at) => `text ${from + at}`))!,
      of: 'test',
    });
    const { likeness, limits } = pair(
      result({ fingerprints: [texts(0)] }),
      result({ fingerprints: [texts(100)] }),
    );
    expect(likeness[0]).toMatchObject({ sizes: [300, 300] });
    expect(Math.abs(likeness[0]!.shared! - 0.5)).toBeLessThan(0.14);
    expect(likeness[0]!.says).toMatch(
      /^partly alike \(about \d+ % of all are in both; there are 300 and 300\)$/,
    );
    expect(limits[0]).toMatch(/^Similarity is not identity/);
  });

  it('takes nothing for granted about facts that have another shape', () => {
    const odd = result({ facts: { package: 7, permissions: 'all', fileHashes: [null], certificates: {} } });
    expect(pair(odd, odd).differences).toEqual([]);
    expect(ids(pair(odd, odd).shared)).toEqual([]);
  });
});
