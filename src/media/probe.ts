import { AnalysisFailure } from '../contract/plain.ts';
import { inputArguments } from './demuxers.ts';
import type { Stream } from './probe-schema.ts';
import { runProgram } from './run-program.ts';

/** Tracks that a report lists; a file may claim a thousand. */
export const MAX_STREAMS = 64;
const MAX_TAGS = 60;
const MAX_TAG_LENGTH = 500;

/** One track. Absent values are absent in the file or not known before decoding. */
export interface StreamFacts {
  readonly index: number;
  readonly kind: 'video' | 'audio' | 'subtitle' | 'data' | 'attachment' | 'unknown';
  readonly codec?: string;
  readonly profile?: string;
  readonly tag?: string;
  /** Pixels, before rotation. */
  readonly width?: number;
  readonly height?: number;
  /** Degrees, counter-clockwise. */
  readonly rotation?: number;
  readonly pixelFormat?: string;
  readonly framesPerSecond?: number;
  readonly frames?: number;
  /** Hertz. */
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly durationMs?: number;
  readonly bitsPerSecond?: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface MediaFacts {
  readonly container: string;
  readonly durationMs: number | undefined;
  readonly bitsPerSecond: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** The first `MAX_STREAMS`. */
  readonly streams: readonly StreamFacts[];
  readonly streamCount: number;
}

const kinds = ['video', 'audio', 'subtitle', 'data', 'attachment'] as const;

function finite(text: string | undefined, factor = 1): number | undefined {
  const value = Math.round(Number(text) * factor);
  return text !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** `30000/1001` to 29.97; nonsense to nothing. */
function rate(text: string | undefined): number | undefined {
  const [over = '', under = '1'] = (text ?? '').split('/');
  const value = Number(over) / Number(under);
  return Number.isFinite(value) && value > 0 ? Math.round(value * 1000) / 1000 : undefined;
}

function cleanTags(tags: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const entries = Object.entries(tags ?? {}).slice(0, MAX_TAGS);
  return Object.fromEntries(entries.map(([k, v]) => [k.slice(0, 100), v.slice(0, MAX_TAG_LENGTH)]));
}

/** Drops what is undefined, so that facts hold only what is known. */
function known<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as T;
}

function factsOf(s: Stream): StreamFacts {
  return known<StreamFacts>({
    index: s.index,
    kind: kinds.find((k) => k === s.codec_type) ?? 'unknown',
    codec: s.codec_name,
    profile: s.profile,
    tag: s.codec_tag_string,
    width: s.width || undefined,
    height: s.height || undefined,
    rotation: s.side_data_list?.find((d) => d.rotation !== undefined)?.rotation,
    pixelFormat: s.pix_fmt,
    framesPerSecond: rate(s.avg_frame_rate),
    frames: finite(s.nb_frames),
    sampleRate: finite(s.sample_rate),
    channels: s.channels || undefined,
    durationMs: finite(s.duration, 1000),
    bitsPerSecond: finite(s.bit_rate),
    tags: cleanTags(s.tags),
  });
}

const wanted = [
  'stream=index,codec_type,codec_name,profile,codec_tag_string,width,height,pix_fmt,avg_frame_rate,sample_rate,channels,duration,nb_frames,bit_rate',
  'stream_tags',
  'stream_side_data=rotation',
  'format=format_name,duration,bit_rate',
  'format_tags',
].join(':');

/**
 * Container, tracks and tags. `demuxer` comes from `demuxerFor`. Fails with `malformed` when the file is not what it was
 * identified as, `timed-out` or `over-limit`.
 */
export async function probeMedia(path: string, demuxer: string, signal: AbortSignal): Promise<MediaFacts> {
  const args = [
    '-hide_banner',
    '-v',
    'error',
    '-threads',
    '1',
    '-of',
    'json=compact=1',
    '-show_entries',
    wanted,
  ];
  const { code, stdout, stderr } = await runProgram('ffprobe', [...args, ...inputArguments(path, demuxer)], {
    maxStdoutBytes: 8 * 1024 * 1024,
    seconds: 60,
    signal,
  });
  // Loaded when it is needed: most jails that use this room probe nothing.
  const { Probe } = await import('./probe-schema.ts');
  const parsed = code === 0 ? Probe.safeParse(JSON.parse(stdout.toString('utf8'))) : undefined;
  if (!parsed?.success || parsed.data.format === undefined || parsed.data.streams.length === 0)
    throw new AnalysisFailure(
      'malformed',
      `Not media: it cannot be read as ${demuxer}. ${firstLine(stderr)}`,
    );
  const { format, streams } = parsed.data;
  if (!streams.some(({ codec_type: kind }) => kind === 'video' || kind === 'audio' || kind === 'subtitle'))
    throw new AnalysisFailure(
      'malformed',
      `Not media: no track of picture, sound or text can be read as ${demuxer}.`,
    );
  return {
    container: format.format_name,
    durationMs: finite(format.duration, 1000),
    bitsPerSecond: finite(format.bit_rate),
    tags: cleanTags(format.tags),
    streams: streams.slice(0, MAX_STREAMS).map(factsOf),
    streamCount: streams.length,
  };
}

/** ffmpeg's first complaint, without the addresses in memory and paths that would differ between runs. */
function firstLine(stderr: string): string {
  const line = stderr.split('\n')[0] ?? '';
  return line
    .replace(/ @ 0x[0-9a-f]+/g, '')
    .replace(/file:\S+/g, 'the file')
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, 300);
}
