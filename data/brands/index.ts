import type { Brand } from './brand.ts';
import { exchanges } from './exchanges.ts';

export type { Brand, Sector } from './brand.ts';

/** Names that fake apps and sites are known to borrow, most of them in finance. Sources: README.md. */
export const brands: readonly Brand[] = [...exchanges];
