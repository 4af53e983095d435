import type { CustodyEntry, Principal } from '../contract/index.ts';

/** Who asks, and from where. */
export interface Asking {
  readonly principal: Principal;
  readonly sourceIpClass: CustodyEntry['sourceIpClass'];
}
