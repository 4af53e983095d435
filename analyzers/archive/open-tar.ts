import { type ByteSource, readTar, streamRange } from '../../src/formats/index.ts';
import type { Member, OpenArchive } from './member.ts';

/** Lays a tar archive open. */
export function openTar(source: ByteSource): OpenArchive {
  const anomalies: { code: string; detail: string }[] = [];
  return { format: 'tar', members: listMembers(source, anomalies), anomalies: () => anomalies };
}

async function* listMembers(
  source: ByteSource,
  anomalies: { code: string; detail: string }[],
): AsyncGenerator<Member> {
  const walk = readTar(source);
  for (;;) {
    const { value, done } = await walk.next();
    if (done) {
      if (!value)
        anomalies.push({ code: 'cut', detail: 'the archive ends early, or its next header is broken' });
      return;
    }
    const { name, kind, linkTarget, dataOffset, bytes } = value;
    const link = kind === 'symlink' || kind === 'hardlink';
    yield {
      name,
      kind: link ? 'link' : kind === 'file' || kind === 'folder' ? kind : 'other',
      bytes,
      packedBytes: bytes,
      linkTarget,
      encrypted: false,
      open: async () => {
        if (dataOffset + bytes > source.size) throw new Error('The archive ends before this member does.');
        return streamRange(source, dataOffset, bytes);
      },
    };
  }
}
