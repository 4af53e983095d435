import { describe, expect, it } from 'vitest';
import { readEventStream, type ServerEvent } from './follow-submission.ts';

async function read(...chunks: string[]): Promise<ServerEvent[]> {
  const body = async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  };
  const events: ServerEvent[] = [];
  for await (const event of readEventStream(body())) events.push(event);
  return events;
}

describe('server-sent events', () => {
  it('are read with their id, whichever line ends the server uses', async () => {
    expect(await read('id: 7\ndata: {"a":1}\n\n', 'data: b\r\n\r\n')).toEqual([
      { id: '7', data: '{"a":1}' },
      { id: undefined, data: 'b' },
    ]);
  });

  it('may arrive cut anywhere, also within a character or between CR and LF', async () => {
    expect(await read('da', 'ta: \xc3', '\xa9\r', '\n\r', '\nid: 2\ndata: x\n', '\n')).toEqual([
      { id: undefined, data: 'é' },
      { id: '2', data: 'x' },
    ]);
  });

  it('joins data lines and passes over heartbeats', async () => {
    expect(await read(': still here\n\ndata: one\ndata: two\n\n')).toEqual([
      { id: undefined, data: 'one\ntwo' },
    ]);
  });

  it('drops an event whose end never came', async () => {
    expect(await read('data: half\n')).toEqual([]);
  });
});
