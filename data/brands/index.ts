import { authorities } from './authorities.ts';
import { banks } from './banks.ts';
import { banksAsia } from './banks-asia.ts';
import type { Brand } from './brand.ts';
import { brokers } from './brokers.ts';
import { exchanges } from './exchanges.ts';
import { payments } from './payments.ts';
import { services } from './services.ts';
import { wallets } from './wallets.ts';

export type { Brand, Sector } from './brand.ts';
export { deliveryAliases, infrastructure } from './infrastructure.ts';

/** Names that fake apps and sites are known to borrow, most of them in finance. Sources: README.md. */
export const brands: readonly Brand[] = [
  ...exchanges,
  ...wallets,
  ...brokers,
  ...banks,
  ...banksAsia,
  ...payments,
  ...services,
  ...authorities,
];
