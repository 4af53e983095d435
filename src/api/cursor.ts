import { createHmac, timingSafeEqual } from 'node:crypto';
import { AssayError, type Principal } from '../contract/index.ts';

/** Makes and reads paging cursors that work only for the same unit, list and filters. */
export interface Cursors {
  seal(principal: Principal, list: string, filters: object, position: string): string;
  /** Errors: `bad-request` for a cursor of another list, filter or unit, or a forged one. */
  open(principal: Principal, list: string, filters: object, cursor: string): string;
}

/** `secret`: at least 32 bytes, the same in all api processes. */
export function createCursors(secret: Uint8Array): Cursors {
  const macOf = (principal: Principal, list: string, filters: object, position: string) => {
    const entries = Object.entries(filters).filter(([name]) => name !== 'cursor' && name !== 'limit');
    const bound = JSON.stringify([list, principal.unit.id, entries.sort(byName), position]);
    return createHmac('sha256', secret).update(bound).digest().subarray(0, 16);
  };
  return {
    seal: (principal, list, filters, position) => {
      const mac = macOf(principal, list, filters, position);
      return `${Buffer.from(position).toString('base64url')}.${mac.toString('base64url')}`;
    },
    open: (principal, list, filters, cursor) => {
      const [text = '', mac = ''] = cursor.split('.');
      const position = Buffer.from(text, 'base64url').toString();
      const given = Buffer.from(mac, 'base64url');
      const expected = macOf(principal, list, filters, position);
      if (given.length === expected.length && timingSafeEqual(given, expected)) return position;
      throw new AssayError(
        'bad-request',
        'The cursor does not belong to this list and these filters. Begin again without it.',
        { places: [{ pointer: '/query/cursor', detail: 'does not belong to this list' }] },
      );
    },
  };
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
