import type { Config } from '../config.ts';

/** Address that people open: the one set, else where we listen. */
export function publicUrlOf(config: Config, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl.replace(/\/+$/, '');
  const anywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = anywhere ? '127.0.0.1' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}

/** Host names requests may be addressed to, besides loopback names. */
export function allowedHostsOf(config: Config): readonly string[] {
  const named = config.publicUrl === undefined ? [] : [new URL(config.publicUrl).hostname];
  const own = ['0.0.0.0', '::'].includes(config.host) ? [] : [config.host];
  return [...new Set([...config.allowedHosts, ...named, ...own])];
}
