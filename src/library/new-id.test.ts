import { expect, it } from 'vitest';
import { Id } from '../contract/index.ts';
import { newId } from './new-id.ts';

it('gives ids that are version 7 UUIDs, differ, and sort by the time they were made', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => newId(1_700_000_000_000 + i * 3));
  for (const id of ids)
    expect(Id.safeParse(id).success && id[14] === '7' && '89ab'.includes(id[19] ?? '')).toBe(true);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(Array.from({ length: 1000 }, () => newId(1_700_000_000_000))).size).toBe(1000);
});
