import { AssayError, ExhibitFields, type Principal } from '../../contract/index.ts';
import { createUpload, getUpload, type LibraryDb, type Upload } from '../../library/index.ts';

type Metadata = Record<string, string | null>;

/**
 * Writes down an upload that begins. Of its metadata only the name and the declared hash are kept, checked.
 * Errors: `bad-request`, `quota-exceeded`.
 */
export async function createUploadFrom(
  db: LibraryDb,
  principal: Principal,
  begun: {
    readonly id: string;
    readonly size?: number | undefined;
    readonly metadata?: Metadata | undefined;
  },
  keepSeconds: number,
): Promise<{ readonly upload: Upload; readonly metadata: Metadata }> {
  const { claimedName, declaredSha256 } = readMetadata(begun.metadata ?? {});
  await createUpload(db, {
    id: begun.id,
    unit: principal.unit.id,
    keyId: principal.keyId,
    claimedName,
    declaredSha256,
    declaredBytes: begun.size,
    expiresAt: new Date(Date.now() + keepSeconds * 1000),
  });
  const upload = await getUpload(db.kysely, principal.unit.id, begun.id);
  if (upload === undefined) throw new AssayError('internal', 'The upload cannot be read back.');
  const metadata = {
    filename: claimedName,
    ...(declaredSha256 === undefined ? {} : { sha256: declaredSha256 }),
  };
  return { upload, metadata };
}

function readMetadata(metadata: Metadata): ExhibitFields {
  const sha256 = metadata['sha256'];
  const parsed = ExhibitFields.safeParse({
    claimedName: metadata['filename'] || metadata['name'] || 'unnamed',
    ...(sha256 === undefined || sha256 === null ? {} : { declaredSha256: sha256 }),
  });
  if (parsed.success && !parsed.data.claimedName.includes('\0')) return parsed.data;
  const what = parsed.success ? 'filename' : (parsed.error.issues[0]?.path[0] ?? 'filename');
  throw new AssayError('bad-request', `Upload-Metadata is not acceptable: ${String(what)}.`);
}
