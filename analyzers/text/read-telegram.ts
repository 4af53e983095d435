import { z } from 'zod';
import type { Block } from './document.ts';
import { parseHtml } from './parse-html.ts';

/** A piece of a message of Telegram Desktop's JSON export: plain, or marked as a link, a mention, a code… */
const Piece = z.union([
  z.string(),
  z.looseObject({ type: z.string(), text: z.string(), href: z.string().optional() }),
]);
const Message = z.looseObject({
  type: z.string(),
  date: z.string().optional(),
  from: z.string().nullish(),
  actor: z.string().nullish(),
  forwarded_from: z.string().nullish(),
  file: z.string().optional(),
  text: z.union([z.string(), z.array(Piece)]).optional(),
});
const Chat = z.looseObject({
  name: z.string().nullish(),
  type: z.string().optional(),
  messages: z.array(z.unknown()),
});
const Export = z.union([Chat, z.looseObject({ chats: z.looseObject({ list: z.array(Chat) }) })]);

function* blocksOf(value: unknown): Generator<Block> {
  const read = Message.safeParse(value);
  if (!read.success) return;
  const { text = '', date, from, actor, forwarded_from, file } = read.data;
  const pieces = typeof text === 'string' ? [text] : text;
  const speaker = from ?? actor ?? undefined;
  const common = { ...(speaker ? { speaker } : {}), ...(date ? { at: date } : {}) };
  const words = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
  const attached = file ? `${words ? '\n' : ''}(file: ${file})` : '';
  const forwarded = forwarded_from ? `(forwarded from ${forwarded_from}) ` : '';
  if (words || attached) yield { text: forwarded + words + attached, ...common };
  for (const piece of pieces)
    if (typeof piece !== 'string' && piece.href)
      yield { text: piece.href, aside: 'target of a link', ...common };
}

/** Messages of a Telegram Desktop JSON export (`result.json`), one chat or all; undefined when it is something else. */
export function readTelegramJson(value: unknown): Block[] | undefined {
  const read = Export.safeParse(value);
  if (!read.success) return undefined;
  const chats =
    'chats' in read.data && read.data.chats
      ? (read.data.chats as { list: { messages: unknown[] }[] }).list
      : [read.data as { messages: unknown[] }];
  const blocks = chats.flatMap((chat) => chat.messages.flatMap((message) => [...blocksOf(message)]));
  return blocks.length > 0 ? blocks : undefined;
}

/** Messages of a Telegram Desktop HTML export (`messages.html`): a message without a name is by who spoke before. */
export function readTelegramHtml(html: string): Block[] | undefined {
  if (!/class="[^"]*\bhistory\b/.test(html) || !/class="message /.test(html)) return undefined;
  const blocks: Block[] = [];
  const stack: string[] = [];
  let speaker: string | undefined;
  let at: string | undefined;
  let words = '';
  const flush = (): void => {
    const text = words.trim();
    if (text) blocks.push({ text, ...(speaker ? { speaker } : {}), ...(at ? { at } : {}) });
    words = '';
  };
  parseHtml(html, {
    start(name, attributes) {
      const classes = attributes['class'] ?? '';
      stack.push(name === 'div' ? classes : '');
      if (classes.startsWith('pull_right date')) at = attributes['title'] ?? at;
      if (classes === 'from_name') speaker = undefined;
      if (name === 'br') words += '\n';
      if (name === 'a' && attributes['href'] && stack.includes('text'))
        blocks.push({ text: attributes['href'], aside: 'target of a link', ...(speaker ? { speaker } : {}) });
    },
    text(text) {
      if (stack.includes('from_name')) speaker = `${speaker ?? ''}${text}`.trim() || undefined;
      else if (stack.includes('text')) words += text;
    },
    end(name) {
      const classes = stack.pop();
      if (name === 'div' && classes === 'text') flush();
    },
    forget() {
      flush();
      stack.length = 0;
    },
  });
  return blocks.length > 0 ? blocks : undefined;
}
