import { expect, it } from 'vitest';
import { openClosing } from './closing.ts';

it('closes the last opened first, and all of them when one fails', async () => {
  const order: string[] = [];
  const errors: unknown[] = [];
  const closing = openClosing((error) => errors.push(error));
  closing.defer(() => void order.push('database'));
  closing.defer(async () => {
    throw new Error('queue away');
  });
  closing.use({ [Symbol.asyncDispose]: async () => void order.push('server') });
  await closing.close();
  expect(order).toEqual(['server', 'database']);
  expect(errors).toHaveLength(1);
});
