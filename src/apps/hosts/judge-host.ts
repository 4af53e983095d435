import {
  deadDrops,
  type HostRole,
  knownHosts,
  type TenantHost,
  tenantHosts,
} from '../../../data/hosts/index.ts';

/** What a host name says about who is behind it. */
export type HostVerdict =
  | { readonly kind: 'known'; readonly role: HostRole }
  /** Run by a provider for a customer whose name is in the host. */
  | { readonly kind: 'tenant'; readonly vendor: string }
  /** Never leaves a machine or its network. */
  | { readonly kind: 'local' }
  | { readonly kind: 'own' };

const roles = new Map<string, HostRole>(
  Object.entries(knownHosts).flatMap(([role, hosts]) =>
    hosts.map((host) => [host, role as HostRole] as const),
  ),
);
const tenants = new Map<string, TenantHost[]>();
for (const tenant of tenantHosts) tenants.set(tenant.suffix, [...(tenants.get(tenant.suffix) ?? []), tenant]);

/** The name and each of its parents, longest first: `a.b.c`, `b.c`, `c`. */
function* parents(host: string): Generator<string> {
  let rest = host;
  for (let labels = 0; labels < 40; labels++) {
    yield rest;
    const dot = rest.indexOf('.');
    if (dot < 0) return;
    rest = rest.slice(dot + 1);
  }
}

/** Judges a host in canonical form: lower case, punycode, no port. */
export function judgeHost(host: string): HostVerdict {
  if (isLocal(host)) return { kind: 'local' };
  for (const name of parents(host)) {
    const tenant = tenants.get(name)?.find(({ within }) => !within || within.test(host));
    if (tenant && name !== host && host !== `www.${name}`) return { kind: 'tenant', vendor: tenant.vendor };
    const role = roles.get(name);
    if (role) return { kind: 'known', role };
  }
  return { kind: 'own' };
}

const local =
  /^(localhost|0\.0\.0\.0|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|255\.|224\.|22[5-9]\.|23\d\.)/;

function isLocal(host: string): boolean {
  return (
    local.test(host) ||
    /\.(local|localhost|lan|internal|localdomain|invalid)$/.test(host) ||
    /^\[?(::1?|fe80:.*|f[cd][0-9a-f]{2}:.*)\]?$/.test(host)
  );
}

/** Which public drop an address reads from: the name of the kind of place. Undefined: none that is known. */
export function deadDropOf(url: string): string | undefined {
  const rest = url.replace(/^[a-z]+:\/\//i, '').slice(0, 1000);
  return deadDrops.find(({ pattern }) => pattern.test(rest))?.name;
}
