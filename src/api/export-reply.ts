import { z } from 'zod';
import { type Exportable, toCsv, toMispEvent, toStixBundle } from '../exchange/index.ts';
import type { Reply } from './operation.ts';

export const ExportFormat = z.enum(['stix', 'misp', 'csv']);
export type ExportFormat = z.infer<typeof ExportFormat>;

const kinds = {
  stix: { mediaType: 'application/stix+json;version=2.1', ending: 'stix.json' },
  misp: { mediaType: 'application/json', ending: 'misp.json' },
  csv: { mediaType: 'text/csv', ending: 'csv' },
} as const;

/** The export as a download. `name`: file name without ending, ours, never the submitter's. */
export function exportReply(source: Exportable, format: ExportFormat, name: string): Reply {
  const { mediaType, ending } = kinds[format];
  return {
    kind: 'bytes',
    status: 200,
    mediaType,
    body: write(source, format),
    headers: { 'Content-Disposition': `attachment; filename="${name}.${ending}"` },
  };
}

function write(source: Exportable, format: ExportFormat): string {
  if (format === 'csv') return toCsv(source);
  return JSON.stringify(format === 'stix' ? toStixBundle(source) : toMispEvent(source), null, 2);
}
