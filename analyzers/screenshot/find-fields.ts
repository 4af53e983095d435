import { type Found, hasLabel } from '../../src/indicators/index.ts';
import type { Block } from '../../src/ocr/index.ts';
import type { SeenValue } from './find-values.ts';

/** Heights of a line between a prompt and the field below it, at most. */
const BELOW = 4;
/** What stands on buttons. */
const buttons =
  /^(?:OK|YES|NO|APPLY|SUBMIT|ACTIVATE|CONFIRM|NEXT|BACK|CLAIM|REDEEM|SEND|CLOSE|CANCEL|COPY|LOGIN|JOIN|START|SAVE|EDIT|MENU|HOME|VIP|ENVIAR|APLICAR|CONFIRMAR|ENTRAR|VALIDER|KIRIM|BATAL)$/;
const SURE = 70;

function isBelow({ box: prompt, lines }: Block, field: Block): boolean {
  const height = lines.at(-1)?.box.height ?? 0;
  const gap = field.box.y - (prompt.y + prompt.height);
  const beside = field.box.x - prompt.x;
  return gap > -0.5 * height && gap < BELOW * height && beside > -height && beside < 0.5 * prompt.width;
}

/**
 * A code typed into the field below its prompt, as on pages that take a promotion code: a lone word in capitals, which no
 * word stands right before. `known`: values found otherwise.
 */
export function findFields(blocks: readonly Block[], known: readonly SeenValue[]): SeenValue[] {
  return blocks.flatMap((prompt): SeenValue[] => {
    const said = prompt.lines.map((line) => line.text).join(' ');
    if (!hasLabel(said, 'invite')) return [];
    const below = blocks
      .filter((block) => block !== prompt && isBelow(prompt, block))
      .sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)[0];
    const [line, ...more] = below?.lines ?? [];
    const text = line?.text.trim() ?? '';
    if (line === undefined || more.length > 0 || buttons.test(text)) return [];
    if (!/^(?=.*[A-Z])[A-Z0-9]{3,12}$/.test(text) || line.confidence < SURE) return [];
    if (known.some(({ found }) => found.kind === 'invite-code')) return [];
    const found: Found = {
      kind: 'invite-code',
      value: text,
      reading: text,
      start: 0,
      end: text.length,
      defanged: false,
      check: 'none',
      confidence: SURE,
      standing: 'proposed',
    };
    const how = 'stands in a field below words that ask for a code';
    return [{ found, box: line.box, confidence: Math.min(SURE, line.confidence), how }];
  });
}
