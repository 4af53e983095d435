/** How a program that generates or alters pictures, sound or film shows itself in a file's metadata. */
export interface GeneratorRule {
  readonly id: string;
  readonly name: string;
  /**
   * `settings`: the settings of a generation are there · `label`: the file declares itself generated · `tool`: a field for
   * the writing program names it · `editor`: a program that alters faces, which may have been used for anything.
   */
  readonly kind: 'settings' | 'label' | 'tool' | 'editor';
  /** Keys of notes it is looked for in, lower case; empty: all. */
  readonly keys: readonly string[];
  /** Linear in time. */
  readonly pattern: RegExp;
  /** Where the fact comes from. */
  readonly source: string;
}

/** Fields in which a program names itself. */
export const TOOL_FIELDS = [
  'software',
  'creatortool',
  'softwareagent',
  'hostcomputer',
  'credit',
  '\u00a9too',
  '\u00a9swr',
  'encoder',
  'tool',
  'writing application',
  'muxing application',
  'compressor',
  'handler name',
  'com.apple.quicktime.software',
  'product',
];

export const generatorRules: readonly GeneratorRule[] = [
  {
    id: 'stable-diffusion-webui',
    name: 'Stable Diffusion web UI (AUTOMATIC1111, Forge, SD.Next and others that write its form)',
    kind: 'settings',
    keys: ['parameters', 'usercomment', 'comment', 'imagedescription', 'description'],
    pattern: /(^|\n)\s{0,4}Steps: \d{1,5}, (Sampler|Schedule type|CFG scale|Seed|Size|Model)/,
    source: 'AUTOMATIC1111/stable-diffusion-webui: modules/processing.py create_infotext, modules/images.py',
  },
  {
    id: 'comfyui',
    name: 'ComfyUI',
    kind: 'settings',
    keys: [],
    pattern: /"class_type"\s{0,4}:\s{0,4}"|"last_node_id"\s{0,4}:\s{0,4}\d/,
    source:
      'comfyanonymous/ComfyUI: nodes.py SaveImage (PNG texts prompt, workflow); WebP and AVIF keep them in EXIF Make and Model',
  },
  {
    id: 'invokeai',
    name: 'InvokeAI',
    kind: 'settings',
    keys: ['invokeai_metadata', 'invokeai_graph', 'invokeai_workflow', 'sd-metadata', 'dream'],
    pattern: /[^]/,
    source: 'invoke-ai/InvokeAI: image file storage; its own documentation of metadata',
  },
  {
    id: 'novelai',
    name: 'NovelAI',
    kind: 'settings',
    keys: ['software'],
    pattern: /^NovelAI/,
    source: 'receyuki/stable-diffusion-prompt-reader, d3x-at/sd-parsers: readers of its files',
  },
  {
    id: 'fooocus',
    name: 'Fooocus',
    kind: 'settings',
    keys: ['fooocus_scheme', 'makernote'],
    pattern: /^(fooocus|a1111)/i,
    source: 'lllyasviel/Fooocus: modules/meta_parser.py',
  },
  {
    id: 'swarmui',
    name: 'SwarmUI',
    kind: 'settings',
    keys: [],
    pattern: /"sui_image_params"/,
    source: 'mcmonkeyprojects/SwarmUI: image metadata format',
  },
  {
    id: 'easy-diffusion',
    name: 'Easy Diffusion',
    kind: 'settings',
    keys: ['use_stable_diffusion_model', 'stable diffusion model'],
    pattern: /[^]/,
    source: 'easydiffusion/easydiffusion: metadata embedded in pictures',
  },
  {
    id: 'diffusion-json',
    name: 'a diffusion model (settings as JSON)',
    kind: 'settings',
    keys: ['comment', 'usercomment', 'parameters', 'description', 'generation_data'],
    pattern: /^\s{0,4}\{(?=[^]{0,20000}"(steps|num_inference_steps)"\s{0,4}:)(?=[^]{0,20000}"(sampler|scheduler|guidance_scale|cfg_scale|uc|negative_prompt)"\s{0,4}:)/,
    source: 'common form of NovelAI, Draw Things, Fooocus and others, as read by d3x-at/sd-parsers',
  },
  {
    id: 'midjourney',
    name: 'Midjourney',
    kind: 'settings',
    keys: ['description'],
    pattern: /Job ID: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
    source: 'published readers of Midjourney’s PNG files (Description with job number)',
  },
  {
    id: 'tc260-label',
    name: 'a service that labels its output by Chinese law (GB 45438-2025)',
    kind: 'label',
    keys: [],
    pattern:
      /^(?=[^]*(?:ContentProducer|ProduceID|ContentPropagator))(?=[^]*"?[Ll]abel"?\s{0,4}:\s{0,4}"?[123]"?)/,
    source: 'GB 45438-2025 and its guides TC260-PG-20257A, -20258A: XMP TC260:AIGC, key AIGC; label 1 generated, 2 possibly, 3 suspected',
  },
  {
    id: 'bytedance-label',
    name: 'a service of ByteDance (TikTok, Dreamina, CapCut) that labels it generated',
    kind: 'label',
    keys: [],
    pattern: /"aigc_label_type"\s{0,4}:\s{0,4}[1-9]/,
    source: 'readers of TikTok’s files in public projects; 0 says nothing',
  },
  {
    id: 'google-ai',
    name: 'a generative service of Google',
    kind: 'label',
    keys: ['credit', 'description', 'imagedescription', 'comment', 'source'],
    pattern: /^(Made|Created|Edited) with Google AI/i,
    source: 'MediaArea/MediaInfoLib pull request 2275: photoshop:Credit in pictures of Gemini and Imagen',
  },
  {
    id: 'xai-signature',
    name: 'Grok (xAI)',
    kind: 'label',
    keys: ['imagedescription'],
    pattern: /^Signature: [A-Za-z0-9+/=]{64,}/,
    source: 'wiltodelta/remove-ai-watermarks: EXIF ImageDescription with a signature, Artist a number; it cannot be checked here',
  },
  {
    id: 'named-generator',
    name: 'a program that generates pictures or film',
    kind: 'tool',
    keys: TOOL_FIELDS,
    pattern:
      /\b(Stable Diffusion|Midjourney|DALL[-·. ]?E|Adobe Firefly|ChatGPT|OpenAI|GPT-?4o|gpt-image|Google Imagen|Imagen \d|Google Gemini|Gemini \d|Ideogram|Leonardo\.?Ai|FLUX\.1|Black Forest Labs|NightCafe|Craiyon|Bing Image Creator|Microsoft Designer|DreamStudio|Stability AI|Dreamina|Jimeng|Doubao|RunwayML|Runway Gen|Pika Labs|Kling|Hailuo|Luma AI|HeyGen|Synthesia|D-ID|ComfyUI|InvokeAI|Fooocus|Draw Things|Artbreeder|Krea|Recraft|Playground AI)\b/i,
    source: 'the products’ own names',
  },
  {
    id: 'named-face-swapper',
    name: 'a program that exchanges or animates faces or voices',
    kind: 'tool',
    keys: TOOL_FIELDS,
    pattern:
      /\b(FaceFusion|facefusion|roop|Deep-?Live-?Cam|DeepFaceLab|DeepFaceLive|SimSwap|FaceSwap|Reface|Wav2Lip|SadTalker|LivePortrait|ElevenLabs|Avatarify|Swapface)\b/i,
    source: 'the products’ own names',
  },
  {
    id: 'named-face-editor',
    name: 'a program that is made to alter faces',
    kind: 'editor',
    keys: TOOL_FIELDS,
    pattern: /\b(FaceApp|Facetune|Meitu|BeautyPlus|YouCam|AirBrush|Remini|B612)\b/i,
    source: 'the products’ own names',
  },
];
