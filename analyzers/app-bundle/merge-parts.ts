import type { Bundle, Declared, Part } from './bundle.ts';

/** The parts seen as the one app that a device would have after installing them. */
export interface Merged {
  readonly base: Part | undefined;
  readonly declared: Declared | undefined;
  /** Permission → parts that ask for it. */
  readonly permissions: ReadonlyMap<string, readonly string[]>;
  readonly abis: readonly string[];
  readonly densities: readonly string[];
  readonly languages: readonly string[];
  readonly features: readonly string[];
}

const abi = /^(arm64_v8a|armeabi_v7a|armeabi|x86_64|x86|mips64|mips|riscv64)$/;
const density = /^([lmh]|xh|xxh|xxxh|tv)dpi$/;

export function mergeParts({ parts }: Bundle): Merged {
  const base =
    parts.find(({ role }) => role === 'base') ?? parts.find(({ declared }) => declared && !declared.split);
  const permissions = new Map<string, string[]>();
  for (const { declared, path } of parts)
    for (const name of declared?.permissions ?? [])
      permissions.set(name, [...(permissions.get(name) ?? []), path]);
  const splits = parts.flatMap(({ declared }) => declared?.split ?? []);
  const targets = splits.flatMap((name) => /(?:^|\.)config\.([A-Za-z0-9_-]+)$/.exec(name)?.[1] ?? []);
  return {
    base,
    declared: base?.declared,
    permissions,
    abis: sorted(targets.filter((name) => abi.test(name))),
    densities: sorted(targets.filter((name) => density.test(name))),
    languages: sorted(targets.filter((name) => !abi.test(name) && !density.test(name))),
    features: sorted(splits.filter((name) => !/(^|\.)config\./.test(name))),
  };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
