import { createHash } from 'node:crypto';
import type { Sha256 } from '../../contract/index.ts';

export function sha256OfBytes(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex');
}
