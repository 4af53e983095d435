import type { Json, Sink } from '../../src/contract/index.ts';
import type { Block } from '../../src/ocr/index.ts';
import type { Conversation, Utterance } from './conversation.ts';
import { judgeApp } from './judge-app.ts';
import { judgeKind } from './judge-kind.ts';
import { original } from './tell-values.ts';

const MOST_MESSAGES = 500;

const kindNames: Readonly<Record<string, string>> = {
  chat: 'a conversation in a messenger',
  sms: 'short messages',
  trading: 'a trading platform or wallet',
  receipt: 'a receipt of a transfer',
  'job-advert': 'a job advert',
  profile: 'a profile in a social network',
  'web-page': 'a web page',
  'identity-document': 'an identity document',
  'police-warning': 'a warning about fraud',
};

function factOf({ block, speaker, text }: Utterance, scale: number): Json {
  return {
    speaker,
    side: block.side,
    text,
    box: Object.values(original(block.box, scale)),
    ...(block.time === undefined ? {} : { time: block.time }),
    ...(block.quoted.length === 0 ? {} : { quotes: block.quoted.map((line) => line.text).join('\n') }),
  };
}

/** The facts `messages` and `picture`, and findings on what kind of picture it is, whose interface, and who speaks. */
export function describeTalk(sink: Sink, blocks: readonly Block[], talk: Conversation, scale: number): void {
  const { kind, reasons, scores } = judgeKind(blocks, talk);
  const app = judgeApp(talk);
  sink.fact(
    'messages',
    talk.utterances.slice(0, MOST_MESSAGES).map((u) => factOf(u, scale)),
  );
  sink.fact('picture', {
    kind: kind ?? null,
    scores,
    reasons: reasons.map((reason) => reason.what),
    app: app?.app ?? null,
    ...(talk.title === undefined ? {} : { title: talk.title }),
  });
  const why = reasons.map((reason) => reason.what).join('; ');
  if (kind !== undefined)
    sink.finding({
      id: `screenshot.kind.${kind}`,
      title: `The picture looks like ${kindNames[kind]}`,
      detail: `Because of: ${why}. This is how it looks, not where it comes from.`,
      severity: 'info',
      measure: { name: 'points for this kind', value: scores[kind] ?? 0, unit: 'score', threshold: 2 },
    });
  if (app !== undefined)
    sink.finding({
      id: 'screenshot.interface',
      title: `The interface looks like ${app.app} (${app.theme} theme)`,
      detail: `The messages on the right stand on the colour that ${app.app} gives to one's own (difference of a channel: ${app.difference} of 255). Themes can be changed, and pictures of conversations can be made without the app.`,
      severity: 'info',
      measure: { name: 'messages with this colour', value: app.messages, unit: 'count' },
    });
}
