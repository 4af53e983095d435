import type { MediaType } from '../contract/index.ts';

/**
 * The container readers of ffmpeg that a submitted file may reach, by what the file was identified as. A list of
 * protocols is no protection: ffmpeg 5.1 follows a playlist named `x.mp4` to other files in spite of one. Whatever
 * names other files (HLS, DASH, concat, SDP, ffmetadata, image sequences…) must never be added here.
 */
const demuxers: Readonly<Record<MediaType, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/3gpp': 'mov',
  'video/3gpp2': 'mov',
  'audio/mp4': 'mov',
  'video/x-matroska': 'matroska',
  'video/webm': 'matroska',
  'video/x-msvideo': 'avi',
  'video/mp2t': 'mpegts',
  'video/mpeg': 'mpeg',
  'video/x-flv': 'flv',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
};

/** Decoders of what phones, messengers and web pages make. Others stay shut: each is code that hostile bytes could reach. */
const decoders = [
  ...['h264', 'hevc', 'mpeg4', 'mpeg1video', 'mpeg2video', 'h263', 'flv', 'vp8', 'vp9', 'libdav1d', 'av1'],
  ...['theora', 'mjpeg', 'png', 'prores'],
  ...[
    'aac',
    'aac_latm',
    'mp3',
    'mp3float',
    'mp2',
    'mp2float',
    'opus',
    'vorbis',
    'flac',
    'alac',
    'ac3',
    'eac3',
  ],
  ...['amrnb', 'amrwb', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s32le', 'pcm_u8', 'pcm_f32le'],
  ...['pcm_f64le', 'pcm_alaw', 'pcm_mulaw', 'adpcm_ms', 'adpcm_ima_wav', 'adpcm_ima_qt'],
];

const MAX_ALLOCATION_BYTES = 512 * 1024 * 1024;

/** The reader for the first media type that has one; undefined: none of them is a sound or video we read. */
export function demuxerFor(mediaTypes: readonly MediaType[]): string | undefined {
  for (const type of mediaTypes) if (Object.hasOwn(demuxers, type)) return demuxers[type];
  return undefined;
}

/** Arguments that open `path` with exactly that reader, for ffmpeg and ffprobe alike. Put before the input's other options. */
export function inputArguments(path: string, demuxer: string): string[] {
  return [
    ...['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', decoders.join(',')],
    ...['-max_alloc', String(MAX_ALLOCATION_BYTES), '-probesize', '10000000', '-analyzeduration', '10000000'],
    ...['-f', demuxer, '-i', `file:${path}`],
  ];
}
