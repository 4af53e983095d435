/** How a program that writes or edits files shows itself. Says who wrote the file last, never what was changed. */
export interface WriterRule {
  readonly name: string;
  readonly kind: 'editor' | 'converter' | 'camera' | 'platform';
  /** Keys of notes, lower case; empty: those in which programs name themselves. */
  readonly keys: readonly string[];
  readonly pattern: RegExp;
  readonly source: string;
}

export const writerRules: readonly WriterRule[] = [
  {
    name: 'FFmpeg (libavformat)',
    kind: 'converter',
    keys: [],
    pattern: /\bLavf\d/,
    source: 'FFmpeg: libavformat writes its version as encoder',
  },
  {
    name: 'FFmpeg (handler name of its MP4 writer)',
    kind: 'converter',
    keys: ['handler name'],
    pattern: /^(VideoHandler|SoundHandler|DataHandler|SubtitleHandler)$/,
    source: 'FFmpeg: libavformat/movenc.c mov_write_hdlr_tag',
  },
  {
    name: 'YouTube or another service of Google',
    kind: 'platform',
    keys: ['handler name'],
    pattern: /ISO Media file produced by Google/,
    source: 'text in files that YouTube delivers',
  },
  { name: 'HandBrake', kind: 'converter', keys: [], pattern: /\bHandBrake\b/, source: 'the product’s own name' },
  { name: 'GPAC', kind: 'converter', keys: [], pattern: /\bGPAC\b/, source: 'the product’s own name' },
  { name: 'L-SMASH', kind: 'converter', keys: ['handler name'], pattern: /^L-SMASH/, source: 'L-SMASH: handler name' },
  { name: 'Bento4', kind: 'converter', keys: ['handler name'], pattern: /^Bento4/, source: 'Bento4: handler name' },
  {
    name: 'Adobe Premiere or Media Encoder',
    kind: 'editor',
    keys: [],
    pattern: /\b(Adobe (Premiere|Media Encoder|After Effects)|Mainconcept (Video|MP4) )/i,
    source: 'Adobe’s XMP CreatorTool; handler name of its MP4 writer',
  },
  {
    name: 'Apple’s media framework (phones, tablets, QuickTime, Final Cut)',
    kind: 'camera',
    keys: ['handler name'],
    pattern: /^Core Media (Video|Audio|Metadata|Data Handler)/,
    source: 'Apple: handler names of AVFoundation, which cameras and editors alike use',
  },
  {
    name: 'Android’s media framework',
    kind: 'camera',
    keys: ['handler name'],
    pattern: /^(VideoHandle|SoundHandle)$/,
    source: 'AOSP: frameworks/av MPEG4Writer.cpp, which cameras, messengers and editors alike use',
  },
  {
    name: 'Facebook or Instagram',
    kind: 'platform',
    keys: ['iptc special instructions'],
    pattern: /^FBMD[0-9a-f]{4}/,
    source: 'mark in IPTC Special Instructions of pictures from Facebook (published 2019 by E. Jusupovic and others)',
  },
  {
    name: 'TikTok or another product of ByteDance',
    kind: 'platform',
    keys: [],
    pattern: /com\.bytedance\.info|"aigc_label_type"|^vid:v\d/,
    source: 'readers of TikTok’s files in public projects',
  },
  { name: 'CapCut or JianYing', kind: 'editor', keys: [], pattern: /\b(CapCut|JianYing|"product":"(lv|vicut)")/, source: 'the products’ own names' },
  { name: 'Adobe Photoshop', kind: 'editor', keys: [], pattern: /\bAdobe Photoshop\b(?! Lightroom)/, source: 'the product’s own name' },
  { name: 'Adobe Lightroom', kind: 'editor', keys: [], pattern: /\bLightroom\b/, source: 'the product’s own name' },
  { name: 'GIMP', kind: 'editor', keys: [], pattern: /\bGIMP\b/, source: 'the product’s own name' },
  { name: 'Affinity', kind: 'editor', keys: [], pattern: /\bAffinity (Photo|Designer)\b/, source: 'the product’s own name' },
  { name: 'Snapseed', kind: 'editor', keys: [], pattern: /\bSnapseed\b/, source: 'the product’s own name' },
  { name: 'PicsArt', kind: 'editor', keys: [], pattern: /\bPicsart\b/i, source: 'the product’s own name' },
  { name: 'Canva', kind: 'editor', keys: [], pattern: /\bCanva\b/, source: 'the product’s own name' },
  { name: 'Pixelmator', kind: 'editor', keys: [], pattern: /\bPixelmator\b/, source: 'the product’s own name' },
  { name: 'Paint.NET', kind: 'editor', keys: [], pattern: /\bpaint\.net\b/i, source: 'the product’s own name' },
  { name: 'Microsoft Paint or Photos', kind: 'editor', keys: [], pattern: /\b(Microsoft Windows Photo|Windows Photo Editor|MSPaint)\b/i, source: 'the products’ own names' },
  { name: 'ImageMagick', kind: 'converter', keys: [], pattern: /\bImageMagick\b/, source: 'the product’s own name' },
  { name: 'InShot', kind: 'editor', keys: [], pattern: /\bInShot\b/i, source: 'the product’s own name' },
  { name: 'KineMaster', kind: 'editor', keys: [], pattern: /\bKineMaster\b/i, source: 'the product’s own name' },
  { name: 'DaVinci Resolve', kind: 'editor', keys: [], pattern: /\b(DaVinci Resolve|Blackmagic Design)\b/, source: 'the product’s own name' },
  { name: 'OBS Studio', kind: 'converter', keys: [], pattern: /\b(OBS Studio|obs-studio)\b/i, source: 'the product’s own name' },
];
