import type { Sink } from '../../src/contract/index.ts';
import type { Block } from './document.ts';

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
    speakers: speakers.slice(0, 200).map(([name, messages]) => ({ name, messages })),
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
  });
  sink.finding({
    id: 'text/chat-export',
    title: `An exported chat (${format}) with ${speakers.length} ${speakers.length === 1 ? 'speaker' : 'speakers'}`,
    detail:
      'Names and times are as the file states them: such a file can be edited by anyone who had it. The telephone that it came from holds the original.',
    severity: 'info',
  });
}
