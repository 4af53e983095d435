import { BlockList, isIPv6 } from 'node:net';
import type { CustodyEntry } from '../contract/index.ts';

const privateNets = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  privateNets.addSubnet(net, prefix, 'ipv4');
}
privateNets.addSubnet('fc00::', 7, 'ipv6');
privateNets.addSubnet('fe80::', 10, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** Kind of address a request came from: the custody log keeps this, never the address. */
export function ipClass(address: string | undefined): CustodyEntry['sourceIpClass'] {
  if (address === undefined || address === '') return 'none';
  const ip = plain(address);
  const family = isIPv6(ip) ? 'ipv6' : 'ipv4';
  if (loopback.check(ip, family)) return 'loopback';
  return privateNets.check(ip, family) ? 'private' : 'public';
}

/** Name under which an address is counted: IPv6 by its /64, since one sender owns all of it. */
export function addressName(address: string | undefined): string {
  const ip = plain(address ?? 'unknown');
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...gap, ...right].slice(0, 4).join(':');
}
