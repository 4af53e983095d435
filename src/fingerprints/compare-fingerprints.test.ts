import { describe, expect, it } from 'vitest';
import type { Fingerprint } from '../contract/index.ts';
import { compareFingerprints, fingerprintKinds, minHash, resemblance } from './index.ts';

const of = 'test';
const set = (kind: string, ...elements: string[]): Fingerprint => ({ kind, value: minHash(elements)!, of });
const letters = (text: string): string[] => [...text];
const icon = (value: string): Fingerprint => ({ kind: 'phash-icon-v1', value, of });

describe('comparing fingerprints', () => {
  it('compares only kinds that both sides have, and says what each is made of', () => {
    const compared = compareFingerprints(
      [set('minhash-files-v1', 'a', 'b'), icon('0'.repeat(16))],
      [icon(`${'0'.repeat(15)}1`)],
    );
    expect(compared).toEqual([{ kind: 'phash-icon-v1', about: 'icon', score: 1 - 1 / 22, substance: 1 }]);
  });

  it('pairs several values of a kind, and counts what has no partner', () => {
    const ids = (...values: string[]) => values.map((value) => ({ kind: 'build-ids-v1', value, of }));
    expect(compareFingerprints(ids('a', 'b'), ids('b', 'a', 'c', 'd'))[0]?.score).toBe(0.5);
  });

  it('gives large sets that agree more room than small ones', () => {
    const small = set('minhash-files-v1', ...letters('ab'));
    const large = set('minhash-files-v1', ...letters('abcdefghijklmnopqrstuvwxyz'));
    const scores = (one: Fingerprint) => compareFingerprints([one], [one])[0]!;
    expect(scores(small).substance).toBeLessThan(0.5);
    expect(scores(large).substance).toBeGreaterThan(0.8);
  });

  it('leaves signer and package name out of resemblance', () => {
    const files = set('minhash-files-v1', ...letters('abcdefgh'));
    const signer = (value: string) => ({ kind: 'android.signer', value, of });
    expect(resemblance([files, signer('a')], [files, signer('b')])).toBe(1);
    expect(resemblance([signer('a')], [signer('a')])).toBe(0);
  });

  it('holds a kind that only one side has against likeness', () => {
    const files = set('minhash-files-v1', ...letters('abcdefgh'));
    expect(resemblance([files, icon('0'.repeat(16))], [files])).toBeLessThan(1);
  });

  it('survives values that are none', () => {
    const broken = Object.keys(fingerprintKinds).map((kind) => ({ kind, value: '?', of }));
    expect(() => resemblance(broken, broken)).not.toThrow();
  });
});
