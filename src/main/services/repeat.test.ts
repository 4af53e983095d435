import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { repeat } from './repeat.ts';

it('never does the same work twice at once, goes on after a failure and ends with the work under way', async () => {
  let running = 0;
  let most = 0;
  let done = 0;
  const errors: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => errors.push(message) };
  const timer = repeat('sweeping', 0.01, { ...log, error: (f, m) => void log.error(f, m) }, async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(35);
    running -= 1;
    done += 1;
    if (done === 1) throw new Error('once');
  });
  await sleep(150);
  await timer[Symbol.asyncDispose]();
  expect(most).toBe(1);
  expect(running).toBe(0);
  expect(done).toBeGreaterThan(1);
  expect(errors).toEqual(['sweeping failed; it is tried again']);
});
