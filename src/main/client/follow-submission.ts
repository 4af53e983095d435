import { setTimeout as sleep } from 'node:timers/promises';
import { AssayError, Report, Submission, SubmissionEvent } from '../../contract/index.ts';
import { ask, type Remote } from './api-client.ts';

/** One server-sent event: its id, where it has one, and its data. */
export interface ServerEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * Follows a submission until it has ended and returns its report. Goes on after lost connections from the last event.
 * Errors: those of the server; `not-ready` when it stays away.
 */
export async function followSubmission(
  remote: Remote,
  id: string,
  onEvent: (event: SubmissionEvent) => void,
  signal: AbortSignal,
): Promise<Report> {
  const path = `api/v1/submissions/${id}`;
  let last: string | undefined;
  let ended = false;
  while (!ended) {
    ended = await listenOnce(remote, path, last, signal, (event, eventId) => {
      last = eventId ?? last;
      onEvent(event);
    });
    const response = await ask(remote, path, { signal, retries: 8 });
    ended ||= isTerminal(Submission.parse(await response.json()).state);
    if (!ended) await sleep(500, undefined, { signal });
  }
  const report = await ask(remote, `${path}/report`, { signal, retries: 8 });
  return Report.parse(await report.json());
}

/** True: the submission said that it has ended. False: the connection ended first. */
async function listenOnce(
  remote: Remote,
  path: string,
  last: string | undefined,
  signal: AbortSignal,
  onEvent: (event: SubmissionEvent, id: string | undefined) => void,
): Promise<boolean> {
  const headers = { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': last }) };
  const response = await ask(remote, `${path}/events`, { headers, signal, retries: 8 });
  if (response.body === null) return false;
  try {
    for await (const { id, data } of readEventStream(response.body)) {
      const parsed = SubmissionEvent.safeParse(parseJson(data));
      if (!parsed.success) continue;
      onEvent(parsed.data, id);
      if (parsed.data.type === 'state' && isTerminal(parsed.data.state)) return true;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AssayError) throw error;
    // The connection broke: asked again from the last event.
  }
  return false;
}

/** Reads `text/event-stream` (HTML Standard, 9.2.6): ids and data; comments and other fields are passed over. */
export async function* readEventStream(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let id: string | undefined;
  let data: string[] = [];
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { id, data: data.join('\n') };
        data = [];
        id = undefined;
      } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      else if (line.startsWith('id:')) id = line.slice(line[3] === ' ' ? 4 : 3);
    }
  }
}

function isTerminal(state: Submission['state']): boolean {
  return state === 'reported' || state === 'cancelled';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
