import { chatColours } from '../../data/languages/chat-colours.ts';
import { colourDistance } from '../../src/ocr/index.ts';
import type { Conversation } from './conversation.ts';

export interface AppJudged {
  readonly app: string;
  readonly theme: 'light' | 'dark';
  /** Largest difference of a colour channel between what is seen and what the app shows. */
  readonly difference: number;
  readonly messages: number;
}

/** Recompressed pictures shift colours by a few steps of 256; two apps' colours are further apart. */
const CLOSE = 12;

/** Which messenger's interface the picture shows or imitates, by the colour of the messages on the right. */
export function judgeApp({ utterances, isConversation }: Conversation): AppJudged | undefined {
  if (!isConversation) return undefined;
  const grounds = utterances
    .filter(({ block }) => block.side === 'right' && block.box.width > 0)
    .map((u) => u.block.ground);
  const rated = chatColours
    .map((colour) => ({
      colour,
      close: grounds.filter((ground) => colourDistance(ground, colour.own) <= CLOSE),
      difference: Math.min(...grounds.map((ground) => colourDistance(ground, colour.own))),
    }))
    .filter(({ close }) => close.length > 0)
    .sort((a, b) => b.close.length - a.close.length || a.difference - b.difference);
  const [best] = rated;
  if (best === undefined) return undefined;
  const { app, theme } = best.colour;
  return { app, theme, difference: best.difference, messages: best.close.length };
}
