import { configure, ZipWriter } from '@zip.js/zip.js';
import type { Sha256 } from '../contract/index.ts';
import { byteStream, chunksOf } from './byte-stream.ts';

/** The password that every malware sharing community uses, so that no mail filter or hand opens the file by accident. */
export const INFECTED_PASSWORD = 'infected';

// No worker threads: streams are copied in this process, in steps.
configure({ useWebWorkers: false });

/** How the original leaves: `zipcrypto` opens everywhere (also Windows Explorer and `unzip`); `aes` needs 7-Zip or newer. */
export type ZipCipher = 'zipcrypto' | 'aes';

/**
 * Wraps one artefact in a ZIP with password `infected`, as a stream. The entry is named by its hash, never by the
 * claimed name, and carries the fixed date `at`, so that nothing of the submission leaks. Encryption here keeps
 * programs from opening the file by accident; it is not secrecy: the password is public.
 */
export async function* writeInfectedZip(
  source: AsyncIterable<Uint8Array>,
  about: { readonly sha256: Sha256; readonly at?: Date; readonly cipher?: ZipCipher },
): AsyncGenerator<Uint8Array, void, undefined> {
  const through = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(through.writable, { useWebWorkers: false });
  const written = writeEntry(zip, source, about).catch(async (error: unknown) => {
    await through.writable.abort(error).catch(() => undefined);
    throw error;
  });
  written.catch(() => undefined); // reported below, after the reader has seen the broken stream
  yield* chunksOf(through.readable);
  await written;
}

async function writeEntry(
  zip: ZipWriter<unknown>,
  source: AsyncIterable<Uint8Array>,
  about: { readonly sha256: Sha256; readonly at?: Date; readonly cipher?: ZipCipher },
): Promise<void> {
  await zip.add(`${about.sha256}.bin`, byteStream(source), {
    password: INFECTED_PASSWORD,
    zipCrypto: (about.cipher ?? 'zipcrypto') === 'zipcrypto',
    lastModDate: about.at ?? new Date('2020-01-01T00:00:00Z'),
    extendedTimestamp: false,
    dataDescriptor: true,
    level: 1,
  });
  await zip.close();
}
