import { expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { allowedHostsOf, publicUrlOf } from './addresses.ts';

it('tells people an address that they can open', () => {
  expect(publicUrlOf(readConfig({ ASSAY_HOST: '0.0.0.0' }), 7700)).toBe('http://127.0.0.1:7700');
  expect(publicUrlOf(readConfig({ ASSAY_HOST: '::1' }), 80)).toBe('http://[::1]:80');
  expect(publicUrlOf(readConfig({ ASSAY_PUBLIC_URL: 'https://assay.example/' }), 7700)).toBe(
    'https://assay.example',
  );
});

it('allows the host names that were named, and never a wildcard address', () => {
  const config = readConfig({
    ASSAY_HOST: '0.0.0.0',
    ASSAY_ALLOWED_HOSTS: 'a.example, b.example',
    ASSAY_PUBLIC_URL: 'https://assay.example',
  });
  expect(allowedHostsOf(config)).toEqual(['a.example', 'b.example', 'assay.example']);
});
