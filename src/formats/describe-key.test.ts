import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeKey } from './describe-key.ts';

const spki = (pair: { publicKey: { export(o: { type: 'spki'; format: 'der' }): Buffer } }): Buffer =>
  pair.publicKey.export({ type: 'spki', format: 'der' });

it('names kind and size of a key from its bytes', () => {
  expect(describeKey(spki(generateKeyPairSync('rsa', { modulusLength: 1024 })))).toEqual({
    kind: 'rsa',
    bits: 1024,
  });
  expect(describeKey(spki(generateKeyPairSync('ec', { namedCurve: 'prime256v1' })))).toEqual({
    kind: 'ec',
    curve: 'prime256v1',
  });
  expect(describeKey(spki(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })))).toEqual({
    kind: 'dsa',
    bits: 1024,
  });
});

it.each([
  ['nothing', ''],
  ['a DSA key under an alias of OpenSSL', '3012300706052b0e03020c030700020500ffffff'],
  ['an RSA key under an alias of OpenSSL', '3010300606045508010103060030030201ff'],
  ['an unknown algorithm', '300a3004060255040302000000'],
])('%s is no key that can be used', (_, hex) => {
  expect(describeKey(Buffer.from(hex, 'hex'))).toBeUndefined();
});
