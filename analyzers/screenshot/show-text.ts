import type { Sink } from '../../src/contract/index.ts';
import { drawBoxes, encodePng, fitRaster, palette, type Raster } from '../../src/media/index.ts';
import type { Line, SeenCode } from '../../src/ocr/index.ts';
import type { Conversation } from './conversation.ts';
import type { SeenValue } from './find-values.ts';
import type { Redaction } from './redactions.ts';

const EVIDENCE_SIDE = 4000;

const says = { owner: 'owner of the screen', other: 'other', interface: '' } as const;

function transcriptOf({ utterances }: Conversation): string {
  return utterances
    .map(({ speaker, text, block }) => {
      const head = [says[speaker], block.time ?? ''].filter((part) => part !== '').join(', ');
      return head === '' ? text : `[${head}]\n${text}`;
    })
    .join('\n\n');
}

/** The picture with what was read and found, and the text by speaker. */
export async function showText(
  sink: Sink,
  raster: Raster,
  seen: {
    readonly lines: readonly Line[];
    readonly values: readonly SeenValue[];
    readonly codes: readonly SeenCode[];
    readonly redactions: readonly Redaction[];
    readonly talk: Conversation;
  },
): Promise<void> {
  const boxes = [
    ...seen.lines.map(({ box }) => ({ ...box, colour: palette.blue })),
    ...seen.values.map(({ box }) => ({ ...box, colour: palette.orange })),
    ...seen.codes.map(({ box }) => ({ ...box, colour: palette.green })),
    ...seen.redactions.map(({ box }) => ({ ...box, colour: palette.vermilion })),
  ];
  await sink.evidence({
    id: 'text-boxes',
    mediaType: 'image/png',
    caption:
      'The picture with boxes: blue, lines of text; orange, indicators; green, codes; red, what may identify a victim.',
    from: await encodePng(await fitRaster(drawBoxes(raster, boxes), EVIDENCE_SIDE)),
  });
  await sink.evidence({
    id: 'text',
    mediaType: 'text/plain',
    caption: 'The text as it was read, block by block, with who says it where the layout tells.',
    from: new TextEncoder().encode(`${transcriptOf(seen.talk)}\n`),
  });
}
