import type { Json } from '../../src/contract/index.ts';
import type { Movie, WebmInfo } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';

/** Structure of a film's container as facts. */
export function containerFact(movie: Movie | undefined, webm: WebmInfo | undefined): Json {
  if (webm)
    return {
      kind: webm.docType ?? 'ebml',
      muxingApp: webm.muxingApp ?? null,
      writingApp: webm.writingApp ?? null,
      created: webm.created ?? null,
    };
  if (!movie) return null;
  return {
    kind: 'iso',
    majorBrand: movie.majorBrand ?? null,
    minorVersion: movie.minorVersion ?? null,
    brands: [...movie.brands],
    order: [...movie.order],
    header: movie.header,
    mediaBoxes: movie.mediaBoxes,
    fragments: movie.fragments,
    created: movie.created ?? null,
    modified: movie.modified ?? null,
    tracks: movie.tracks.map((track) => ({
      kind: track.kind,
      handlerName: track.handlerName,
      codecs: [...track.codecs],
      compressor: track.compressor,
      edits: track.edits,
      created: track.created ?? null,
    })),
    // Places and names of people stay out: `media` lists what the container claims.
    texts: movie.userData
      .filter(({ key }) => !/xyz|location|loci|name|artist|author/i.test(key))
      .slice(0, 50)
      .map(({ key, text }) => ({ key, text: text.slice(0, 300) })),
  };
}

/** No camera wrote files before this. */
const EARLIEST = '1991';

export function judgeContainer(movie: Movie): FindingInput[] {
  const { created, modified } = movie;
  const tracks = movie.tracks.flatMap((track) => track.created ?? []);
  const absurd = [created, modified, ...tracks].find((time) => time !== undefined && time < EARLIEST);
  const findings: FindingInput[] = [];
  if (absurd)
    findings.push({
      id: 'provenance.absurd-time',
      title: 'The container gives a time before digital cameras',
      detail: `It says ${absurd}. The clock of the writing device was not set, or the time was changed.`,
      severity: 'info',
    });
  if (created && modified && modified < created)
    findings.push({
      id: 'provenance.times-reversed',
      title: 'The container says it was changed before it was made',
      detail: `Created ${created}, modified ${modified}. Times were copied from elsewhere or changed.`,
      severity: 'low',
    });
  return findings;
}
