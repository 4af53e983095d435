import { z } from 'zod';
import { Id, Instant } from './ids.ts';

/** submit: send and follow · read: see the own unit's and what was released to it · review: conclude and release · admin: keys and units. */
export const scopes = ['submit', 'read', 'review', 'admin'] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** Who is asking: a key of a unit. */
export interface Principal {
  readonly keyId: Id;
  readonly unit: { readonly id: Id; readonly name: string };
  readonly scopes: ReadonlySet<Scope>;
  readonly priorityCap: number;
}

export const ApiKeyInfo = z.strictObject({
  id: Id,
  unit: z.strictObject({ id: Id, name: z.string() }),
  label: z.string(),
  scopes: z.array(Scope),
  priorityCap: z.int().min(0).max(9),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ApiKeyInfo = z.infer<typeof ApiKeyInfo>;
