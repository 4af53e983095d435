import type { z } from 'zod';
import type { Indicator, Json } from '../../contract/index.ts';
import type { AppText } from '../texts/app-text.ts';
import type { FindingInput } from '../traits/judge-traits.ts';
import { type VendorKey, type VendorWatch, vendorOf } from './vendor-keys.ts';

/** A customer's host at a provider, found in the texts. */
export interface TenantSeen {
  readonly vendor: string;
  readonly host: string;
  readonly text: AppText;
}

interface Lead {
  readonly id: string;
  readonly keys: VendorKey[];
  readonly hosts: TenantSeen[];
}

const MAX_LEADS = 60;

/** Keys and hosts by vendor, in order of sight. */
export function leadsOf(watch: VendorWatch, tenants: readonly TenantSeen[]): Lead[] {
  const leads = new Map<string, Lead>();
  const lead = (id: string): Lead => {
    const known = leads.get(id) ?? { id, keys: [], hosts: [] };
    leads.set(id, known);
    return known;
  };
  for (const key of watch.keys) if (key.vendor.company !== '') lead(key.vendor.id).keys.push(key);
  for (const tenant of tenants) if (vendorOf(tenant.vendor)) lead(tenant.vendor).hosts.push(tenant);
  return [...leads.values()].slice(0, MAX_LEADS);
}

/** The fact `vendors`: who can be asked, about which keys and hosts. Secret values are shortened. */
export function describeVendors(leads: readonly Lead[]): Json {
  return leads.map(({ id, keys, hosts }) => {
    const vendor = vendorOf(id);
    return {
      vendor: id,
      service: vendor?.service ?? id,
      company: vendor?.company ?? '',
      country: vendor?.country ?? '',
      keys: keys
        .slice(0, 20)
        .map(({ what, value, secret }) => ({ what, value: secret ? masked(value) : value.slice(0, 300) })),
      hosts: [...new Set(hosts.map(({ host }) => host))].slice(0, 20),
      ask: vendor?.ask ?? '',
    };
  });
}

const masked = (value: string): string => `${value.slice(0, 6)}… (${value.length} characters)`;

export function judgeVendors(leads: readonly Lead[]): FindingInput | undefined {
  if (leads.length === 0) return undefined;
  const lines = leads.slice(0, 25).map(({ id, keys, hosts }) => {
    const vendor = vendorOf(id);
    const named = [
      ...keys
        .slice(0, 4)
        .map(({ what, value, secret }) => `${what} ${secret ? masked(value) : value.slice(0, 120)}`),
      ...[...new Set(hosts.map(({ host }) => host))].slice(0, 3),
    ];
    return `${vendor?.service} (${vendor?.company}, ${vendor?.country}): ${named.join(', ')}. Ask for ${vendor?.ask}.`;
  });
  return {
    id: 'vendors/records',
    title: `Records can be asked from ${leads.length} ${leads.length === 1 ? 'service' : 'services'} that the app uses`,
    detail: lines.join('\n').slice(0, 7900),
    severity: 'info',
    measure: { name: 'services', value: leads.length, unit: 'count' },
    locations: leads
      .flatMap(({ keys, hosts }) => [...keys, ...hosts].map(({ text }) => text.location))
      .slice(0, 100),
  };
}

/** Values that give access. They are the suspect's, or a victim's of theft: never used, and kept out of exports. */
export function judgeSecrets(watch: VendorWatch): FindingInput | undefined {
  const keys = watch.keys.filter(({ secret }) => secret);
  const others = watch.secrets;
  if (keys.length + others.length === 0) return undefined;
  const named = [
    ...keys.map(({ vendor, what }) => `${vendor.company === '' ? '' : `${vendor.service} `}${what}`),
    ...others.map(({ name }) => `value of ${name.slice(0, 80)}`),
  ];
  return {
    id: 'vendors/secrets',
    title: 'Secrets that give access to servers or accounts are written into the app',
    detail: `${[...new Set(named)].slice(0, 20).join('; ')}. Do not try them: using them is access to someone’s system and needs a legal basis. They are kept out of exports.`,
    severity: 'low',
    measure: { name: 'secrets', value: named.length, unit: 'count' },
    locations: [...keys, ...others].slice(0, 50).map(({ text }) => text.location),
  };
}

/** Keys as indicators: the same key in two apps means the same account. */
export function keyIndicators(watch: VendorWatch): z.input<typeof Indicator>[] {
  return watch.keys
    .filter(({ vendor }) => vendor.company !== '')
    .map(({ vendor, what, value, secret, text }) => ({
      kind: 'service-key',
      subtype: vendor.id,
      value: value.slice(0, 4096),
      standing: 'proposed',
      confidence: 90,
      check: 'none',
      ...(secret ? { sensitive: true } : {}),
      provenance: [
        { location: text.location, how: `${what} of ${vendor.service}, ${text.how}`.slice(0, 290) },
      ],
    }));
}
