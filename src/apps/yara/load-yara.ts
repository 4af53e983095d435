import { createRequire } from 'node:module';

export type Yara = typeof import('@litko/yara-x');

/** YARA-X, or why it cannot run: there are builds for Linux on x86-64 with glibc and for macOS only. */
export function loadYara(): Yara | { readonly why: string } {
  try {
    return createRequire(import.meta.url)('@litko/yara-x') as Yara;
  } catch {
    return { why: `There is no build of YARA-X for this machine (${process.platform}, ${process.arch}).` };
  }
}
