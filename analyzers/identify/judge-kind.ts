import type { MediaType, Sink } from '../../src/contract/index.ts';
import type { Sniffed } from '../../src/formats/index.ts';

type Finding = Parameters<Sink['finding']>[0];

/** Text that a media player would follow to other files or addresses. */
const streamLists: ReadonlySet<MediaType> = new Set([
  'application/vnd.apple.mpegurl',
  'text/x-ffconcat',
  'text/x-ffmetadata',
  'application/sdp',
  'application/dash+xml',
  'application/vnd.ms-sstr+xml',
  'audio/x-scpls',
]);

/** What is worth saying about the kind of a file. `start`: its first MiB. */
export function judgeKind(sniffed: Sniffed, start: Buffer): Finding[] {
  return [
    judgePolyglot(sniffed),
    judgeStreamList(sniffed),
    judgeHiddenList(sniffed, start),
    judgeEdges(sniffed),
  ].filter((finding) => finding !== undefined);
}

function judgePolyglot({ mediaTypes }: Sniffed): Finding | undefined {
  if (mediaTypes.length < 2) return undefined;
  return {
    id: 'polyglot',
    title: 'This file is several kinds of file at once',
    detail: `Depending on the program that opens it, it is ${mediaTypes.join(' or ')}. Ordinary programs do not write such files: it may be meant to pass a check as one kind and be used as another. It was examined as each of them that Assay can read.`,
    severity: 'medium',
    techniques: ['T1036.008'],
  };
}

function judgeStreamList({ mediaTypes }: Sniffed): Finding | undefined {
  const list = mediaTypes.find((type) => streamLists.has(type));
  if (!list) return undefined;
  return {
    id: 'stream-list',
    title: 'This is a list of streams, not a recording',
    detail: `It is text of the kind ${list}. A media player that opens it fetches what it names, which can be files on the own machine or servers on the network. It holds no picture or sound, so no media analysis was made of it. Read it as text; do not open it in a player.`,
    severity: 'medium',
    locations: [{ kind: 'bytes', offset: 0 }],
  };
}

/** A play list inside a container makes some players open other files (CVE-2017-9993). */
function judgeHiddenList({ mediaTypes }: Sniffed, start: Buffer): Finding | undefined {
  if (!mediaTypes.some((type) => /^(video|audio|image)\//.test(type))) return undefined;
  const offset = start.indexOf('#EXTM3U\n', 0, 'latin1');
  if (offset < 0) return undefined;
  return {
    id: 'hidden-stream-list',
    title: 'A list of streams is hidden inside this media file',
    detail:
      'Some players that open this file would also open the addresses or local files in that list. Open it only on a machine without network.',
    severity: 'high',
    locations: [{ kind: 'bytes', offset, length: 8 }],
  };
}

function judgeEdges({ zip, mediaTypes }: Sniffed): Finding | undefined {
  if (!zip) return undefined;
  const { shift, trailingBytes } = zip.directory;
  if (shift === 0 && trailingBytes === 0) return undefined;
  const places = [
    ...(shift > 0 ? [{ words: `${shift} bytes before it`, offset: 0, length: shift }] : []),
    ...(trailingBytes > 0
      ? [
          {
            words: `${trailingBytes} bytes after it`,
            offset: zip.source.size - trailingBytes,
            length: trailingBytes,
          },
        ]
      : []),
  ];
  return {
    id: 'data-around-archive',
    title: 'There is data around the archive',
    detail: `The archive (${mediaTypes.join(', ')}) has ${places.map((place) => place.words).join(' and ')}. Self-extracting programs look like this, and so do files that hide something.`,
    severity: 'low',
    locations: places.map(({ offset, length }) => ({ kind: 'bytes' as const, offset, length })),
  };
}
