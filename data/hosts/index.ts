export { type DeadDrop, deadDrops } from './dead-drops.ts';
export { type HostRole, knownHosts } from './known-hosts.ts';
export { type TenantHost, tenantHosts } from './tenant-hosts.ts';
