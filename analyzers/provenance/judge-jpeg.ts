import type { Json } from '../../src/contract/index.ts';
import { estimateQuality, isStandardHuffman, type Jpeg, type JpegPayloads } from '../../src/formats/index.ts';

const processes: Readonly<Record<number, string>> = {
  0: 'baseline',
  1: 'extended',
  2: 'progressive',
  3: 'lossless',
};

/** How the picture was compressed, as facts. */
export function jpegFact(
  { frame, quantTables, huffmanTables, scans, segments }: Jpeg,
  payloads: JpegPayloads,
): Json {
  return {
    process: frame ? (processes[frame.process] ?? `SOF${frame.process}`) : null,
    width: frame?.width ?? null,
    height: frame?.height ?? null,
    subsampling: frame ? subsamplingOf(frame.components) : null,
    scans,
    tables: quantTables.map(({ slot, values }) => {
      const { quality, exact, difference } = estimateQuality(values, slot === 0 ? 0 : 1);
      return {
        slot,
        quality,
        standard: exact,
        difference: Number(difference.toFixed(2)),
        values: [...values],
      };
    }),
    huffman: isStandardHuffman(huffmanTables) ? 'standard' : 'own',
    applicationSegments: [...payloads.order],
    segments: segments.length,
    adobeTransform: payloads.adobeTransform ?? null,
    multiPicture: payloads.multiPicture,
    comments: payloads.comments.map((comment) => comment.slice(0, 300)),
  };
}

/** `4:2:0` and the like, of three components; sampling factors otherwise. */
function subsamplingOf(
  components: readonly { readonly horizontal: number; readonly vertical: number }[],
): string {
  const [luma, ...chroma] = components;
  if (!luma || chroma.length === 0) return 'grey';
  const ratios = new Set(
    chroma.map((one) => `${luma.horizontal / one.horizontal}x${luma.vertical / one.vertical}`),
  );
  const known: Readonly<Record<string, string>> = {
    '1x1': '4:4:4',
    '2x1': '4:2:2',
    '2x2': '4:2:0',
    '4x1': '4:1:1',
    '1x2': '4:4:0',
  };
  const [only] = [...ratios];
  return ratios.size === 1 && only !== undefined ? (known[only] ?? only) : [...ratios].join(', ');
}
