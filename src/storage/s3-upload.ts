import type { FileHandle } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Where an object goes. */
export interface S3Place {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
}

/** Up to this the object goes in one request; parts are of this size, or larger where 10 000 would not do. */
const PART_BYTES = 8 * 1024 * 1024;
/** Limit of S3 (user guide, "Multipart upload limits"). */
const MOST_PARTS = 10_000;

/**
 * Uploads an open file. Parts go out as buffers, so that the client can repeat a failed one.
 * `overwrite` false: the service refuses with 412 when the object exists, where it knows `If-None-Match`.
 */
export async function uploadFile(
  place: S3Place,
  file: FileHandle,
  bytes: number,
  overwrite: boolean,
): Promise<void> {
  const condition = overwrite ? {} : { IfNoneMatch: '*' };
  if (bytes > PART_BYTES) return uploadParts(place, file, bytes, condition);
  const Body = await readPart(file, 0, bytes);
  const { bucket: Bucket, key: Key } = place;
  await place.client.send(
    new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/octet-stream', ...condition }),
  );
}

async function uploadParts(
  { client, bucket: Bucket, key: Key }: S3Place,
  file: FileHandle,
  bytes: number,
  condition: { IfNoneMatch?: string },
): Promise<void> {
  const start = new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'application/octet-stream' });
  const { UploadId } = await client.send(start);
  try {
    const size = Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS));
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let offset = 0; offset < bytes; offset += size) {
      const PartNumber = Parts.length + 1;
      const Body = await readPart(file, offset, Math.min(size, bytes - offset));
      const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    const MultipartUpload = { Parts };
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, ...condition }),
    );
  } catch (error) {
    // Parts of an upload that is not ended stay, and cost, for ever.
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}

async function readPart(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(buffer, done, length - done, offset + done);
    if (bytesRead === 0) throw new Error('the file became shorter while it was uploaded');
    done += bytesRead;
  }
  return buffer;
}
