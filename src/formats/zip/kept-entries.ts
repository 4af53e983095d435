import type { EntryContent } from './read-entry.ts';
import type { ZipEntry } from './zip.ts';

/** Contents of entries that were read already, up to a bound: several readers go through one package. */
export interface KeptEntries {
  get(entry: ZipEntry): EntryContent | undefined;
  /** Keeps what is whole and holds its checksum; what was not asked for longest goes first. */
  offer(entry: ZipEntry, content: EntryContent): void;
}

/** `maxBytes`: of all contents together; one of more than half of that is not kept. Whoever gets them must not change them. */
export function keepEntries(maxBytes: number): KeptEntries {
  const kept = new Map<ZipEntry, EntryContent>();
  let total = 0;
  return {
    get(entry) {
      const content = kept.get(entry);
      if (!content) return undefined;
      kept.delete(entry);
      kept.set(entry, content);
      return content;
    },
    offer(entry, content) {
      const { length } = content.bytes;
      if (!content.complete || !content.crcMatches || length * 2 > maxBytes || kept.has(entry)) return;
      kept.set(entry, content);
      total += length + ENTRY_COST;
      for (const [oldest, { bytes }] of kept) {
        if (total <= maxBytes) break;
        kept.delete(oldest);
        total -= bytes.length + ENTRY_COST;
      }
    },
  };
}

/** What an entry costs beside its bytes. */
const ENTRY_COST = 512;
