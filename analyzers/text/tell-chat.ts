import type { Sink } from '../../src/contract/index.ts';
import { findIndicators, toIndicator } from '../../src/indicators/index.ts';
import type { Block } from './document.ts';

const MOST_SPEAKERS = 200;

/** A speaker who is in nobody's address book stands in the export by number. */
function tellNumbers(sink: Sink, names: readonly string[], format: string): void {
  const place = { kind: 'text', start: 0, end: 0 } as const;
  for (const name of names)
    for (const found of findIndicators(name.slice(0, 200)))
      if (found.kind === 'phone' || found.kind === 'handle')
        sink.indicator(
          toIndicator(found, { confidence: 100, how: `${format}, name of a speaker`, location: place }),
        );
}

/** Who speaks in an exported chat, how much, and from when to when, as the file states. */
export function tellChat(sink: Sink, blocks: readonly Block[], format: string): void {
  const counts = new Map<string, number>();
  for (const { speaker, aside } of blocks)
    if (speaker !== undefined && aside === undefined) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const times = blocks.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const speakers = [...counts].sort((a, b) => b[1] - a[1]);
  sink.fact('chat', {
    format,
    messages: [...counts.values()].reduce((sum, count) => sum + count, 0),
    speakers: speakers.slice(0, MOST_SPEAKERS).map(([name, messages]) => ({ name, messages })),
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
  });
  tellNumbers(
    sink,
    speakers.slice(0, MOST_SPEAKERS).map(([name]) => name),
    format,
  );
  if (speakers.length > MOST_SPEAKERS)
    sink.notExamined(
      'names of further speakers',
      'not-run',
      `The ${MOST_SPEAKERS} who say most are listed, of ${speakers.length}; what the others say was read like the rest.`,
    );
  sink.finding({
    id: 'text/chat-export',
    title: `An exported chat (${format}) with ${speakers.length} ${speakers.length === 1 ? 'speaker' : 'speakers'}`,
    detail:
      'Names and times are as the file states them: such a file can be edited by anyone who had it. The telephone that it came from holds the original.',
    severity: 'info',
  });
}
