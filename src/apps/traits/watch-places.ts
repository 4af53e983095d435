import type { z } from 'zod';
import type { Indicator, Location } from '../../contract/index.ts';
import { deadDropOf, judgeHost } from '../hosts/judge-host.ts';
import type { TenantSeen } from '../vendors/judge-vendors.ts';
import type { DropSeen } from './judge-traits.ts';

export interface Places {
  /** Public places that addresses are read from. */
  readonly drops: readonly DropSeen[];
  /** Hosts that a provider runs for a customer. */
  readonly tenants: readonly TenantSeen[];
  /** Proposed web addresses. */
  readonly pages: readonly { readonly url: string; readonly location: Location }[];
}

const MOST = 200;

/** What the addresses found say beyond themselves. */
export function watchPlaces(indicators: readonly z.input<typeof Indicator>[]): Places {
  const drops: DropSeen[] = [];
  const tenants: TenantSeen[] = [];
  const pages: { url: string; location: Location }[] = [];
  for (const { kind, value, standing, provenance = [] } of indicators) {
    const [{ location, how } = { location: undefined, how: '' }] = provenance;
    if (standing !== 'proposed' || !location) continue;
    const text = { text: value, location, how, origin: 'asset' } as const;
    if (kind === 'url' && URL.canParse(value)) {
      const name = deadDropOf(value);
      if (name !== undefined && drops.length < MOST) drops.push({ url: value, name, text });
      if (pages.length < MOST) pages.push({ url: value, location });
    }
    const host =
      kind === 'url' && URL.canParse(value) ? new URL(value).hostname : kind === 'domain' ? value : '';
    const verdict = host === '' ? undefined : judgeHost(host);
    if (verdict?.kind === 'tenant' && tenants.length < MOST)
      tenants.push({ vendor: verdict.vendor, host, text });
  }
  return { drops, tenants, pages };
}
