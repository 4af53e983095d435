import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EvidenceFile, Report } from '../contract/index.ts';
import type { ByteStore } from '../storage/index.ts';

const EXTENSIONS: Readonly<Record<EvidenceFile['mediaType'], string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
  'application/json': 'json',
  'text/plain': 'txt',
};

/** Writes a report's evidence files into a folder. Their names are made from hashes and ids, never from what was submitted. */
export async function saveEvidence(report: Report, store: ByteStore, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { artefact, runs } of report.artefacts) {
    for (const run of runs) {
      for (const file of run.result.evidence) {
        const name = `${artefact.sha256.slice(0, 12)}-${run.analyzer}-${file.id}.${EXTENSIONS[file.mediaType]}`;
        await pipeline(await store.read(file.sha256), createWriteStream(join(folder, name)));
      }
    }
  }
}
