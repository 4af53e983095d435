import { createKey, createLoginLink, type LibraryDb } from '../../library/index.ts';

const HALF_DAY_MS = 12 * 60 * 60 * 1000;

/** A link that signs one browser in, once. It stands for a key of its own that ends after half a day. */
export async function signInLink(db: LibraryDb, unitId: string, baseUrl: string): Promise<string> {
  const { key } = await createKey(db.kysely, {
    unit: unitId,
    label: 'sign-in link made on the server',
    scopes: ['submit', 'read', 'review'],
    expiresAt: new Date(Date.now() + HALF_DAY_MS),
  });
  return linkFor(await createLoginLink(db.kysely, key.id), baseUrl);
}

/** The token is in the fragment-free query once; the page trades it for a cookie and it is worth nothing afterwards. */
export function linkFor(link: { readonly token: string }, baseUrl: string): string {
  return `${baseUrl}/sign-in?token=${encodeURIComponent(link.token)}`;
}
