import { describe, expect, it } from 'vitest';
import type { CustodyEvent } from '../contract/index.ts';
import { chainLine, faultOf, GENESIS } from './custody-line.ts';

const event: CustodyEvent = {
  unit: '01a20482-58db-765c-aaee-effff193512e',
  event: 'received',
  exhibit: null,
  submission: '01a20482-58f8-7c55-9c0f-2304f2279839',
  sha256: 'ab'.repeat(32),
  actor: 'key:1',
  role: 'submitter',
  purpose: 'Überweisung €\n',
  authorityRef: null,
  tool: 'assay 0.1.0',
  sha256Before: null,
  sha256After: 'ab'.repeat(32),
  sourceIpClass: 'none',
};
const at = new Date('2026-11-22T10:00:00.000Z');
const start = { seq: 0, hash: GENESIS };

describe('a custody line', () => {
  it('has the hash that any other implementation of RFC 8785 computes, now and in years', () => {
    // Computed with Python: sha256 of json.dumps(entry, sort_keys, separators=(',', ':'), ensure_ascii=False).
    const { entry } = chainLine(start, event, at);
    expect(entry.entryHash).toBe('85c1f0de7d23d8eb36b04b3dcb341b106c1155c29529c2428f03f32dc316d847');
  });

  it('is accepted where it belongs and refused anywhere else', () => {
    const { text, entry } = chainLine(start, event, at);
    expect(faultOf(text, event.unit, start)).toBeUndefined();
    expect(faultOf(text, event.unit, { seq: 1, hash: entry.entryHash })).toMatch(/line 1/);
    expect(faultOf(text, event.unit, { seq: 0, hash: 'f'.repeat(64) })).toMatch(/does not follow/);
    expect(faultOf(text, '01a20482-58f8-7c55-9c0f-2304f2279839', start)).toMatch(/another unit/);
  });

  it.each([
    ['its purpose', (text: string) => text.replace('Überweisung', 'Rechnung')],
    ['its hash', (text: string) => text.replace(/"entryHash":"./, '"entryHash":"0')],
    ['an extra field', (text: string) => text.replace('{', '{"Note":"x",')],
    [
      'the order of its fields',
      (text: string) => `{"tool":"assay 0.1.0",${text.slice(1).replace('"tool":"assay 0.1.0",', '')}`,
    ],
    ['a space', (text: string) => text.replace(',', ', ')],
    ['a field given twice', (text: string) => text.replace('{', '{"actor":"key:2",')],
    ['its end', (text: string) => text.slice(0, -2)],
  ])('shows a change of %s', (_, change) => {
    const { text } = chainLine(start, event, at);
    expect(change(text)).not.toBe(text);
    expect(faultOf(change(text), event.unit, start)).toBeDefined();
  });
});
