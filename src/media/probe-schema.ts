import { z } from 'zod';

const Tags = z.record(z.string(), z.string()).optional();

/** What `ffprobe -of json` prints, as far as it is read here. All of it comes from the file: nothing is trusted. */
export const Stream = z.object({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  profile: z.string().optional(),
  codec_tag_string: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  sample_rate: z.string().optional(),
  channels: z.int().optional(),
  duration: z.string().optional(),
  nb_frames: z.string().optional(),
  bit_rate: z.string().optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
  tags: Tags,
});

/** All of it. */
export const Probe = z.object({
  streams: z.array(Stream).default([]),
  format: z
    .object({
      format_name: z.string(),
      duration: z.string().optional(),
      bit_rate: z.string().optional(),
      tags: Tags,
    })
    .optional(),
});
export type Stream = z.infer<typeof Stream>;
