import { join } from 'node:path';
import { AssayError } from '../../contract/index.ts';
import { type ByteStore, openDiskStore, openS3Store } from '../../storage/index.ts';
import type { Config } from '../config.ts';

/** The store for artefact and evidence bytes that the settings name. */
export async function openStore(config: Config): Promise<ByteStore> {
  if (config.store === 'disk') return openDiskStore({ folder: join(config.dataFolder, 'store') });
  const { s3Bucket, s3AccessKeyId, s3SecretAccessKey } = config;
  if (s3Bucket === undefined || s3AccessKeyId === undefined || s3SecretAccessKey === undefined) {
    throw new AssayError('misconfigured', 'The S3 store needs a bucket and its keys.');
  }
  return openS3Store({
    bucket: s3Bucket,
    region: config.s3Region,
    prefix: config.s3Prefix,
    credentials: { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey },
    spool: join(config.dataFolder, 'spool'),
    ...(config.s3Endpoint === undefined ? {} : { endpoint: config.s3Endpoint }),
  });
}
