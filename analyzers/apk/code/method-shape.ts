import type { Sign } from '../../../data/android/behaviours.ts';
import type { Dex } from '../../../src/formats/index.ts';
import { type ClassContext, methodName } from './class-context.ts';

const TRUST = new Set(['Ljavax/net/ssl/X509TrustManager;', 'Ljavax/net/ssl/X509ExtendedTrustManager;']);
const VERIFIER = 'Ljavax/net/ssl/HostnameVerifier;';

/** A certificate check that checks nothing: known by how its method is made. */
export function shapeOf(
  dex: Dex,
  { parents }: ClassContext,
  method: number,
  start: number,
  units: number,
): Sign | undefined {
  if (units > 4) return undefined;
  if (parents.some((parent) => TRUST.has(parent)))
    return methodName(dex, method) === 'checkServerTrusted' && onlyReturns(dex.bytes, start, units)
      ? 'shape trusts-all-certificates'
      : undefined;
  if (!parents.includes(VERIFIER) || methodName(dex, method) !== 'verify') return undefined;
  return saysTrue(dex.bytes, start, units) ? 'shape accepts-all-hosts' : undefined;
}

/** `return-void`, with or without `nop`s around it. */
function onlyReturns(bytes: Buffer, start: number, units: number): boolean {
  for (let unit = 0; unit < units; unit++) {
    const opcode = bytes[start + unit * 2];
    if (opcode !== 0x0e && opcode !== 0x00) return false;
  }
  return units > 0;
}

/** `const/4 vA, 1; return vA`. */
function saysTrue(bytes: Buffer, start: number, units: number): boolean {
  const [load, argument, give, register] = bytes.subarray(start, start + 4);
  return (
    units === 2 && load === 0x12 && give === 0x0f && argument! >>> 4 === 1 && (argument! & 15) === register
  );
}
