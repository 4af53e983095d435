import type { SubmissionEvent } from '../contract/index.ts';
import { type Listen, PassingNews, PROGRESS_CHANNEL, SUBMISSION_CHANNEL } from '../pipeline/index.ts';

/** What an event stream hears: `grown`: read the stored events; `passing`: news that is not stored. */
export interface EventListener {
  grown(): void;
  passing(event: SubmissionEvent): void;
  /** The service stops. */
  end(): void;
}

/** One subscription to the database for all event streams of this process. */
export interface EventHub extends AsyncDisposable {
  /** Returns how to stop. */
  subscribe(submission: string, listener: EventListener): () => void;
}

export async function openEventHub(listen: Listen): Promise<EventHub> {
  const listeners = new Map<string, Set<EventListener>>();
  const stored = await listen(SUBMISSION_CHANNEL, (payload) => {
    // An empty payload: the connection was lost for a while, so anyone may have missed something.
    const heard = payload === '' ? [...listeners.values()] : [listeners.get(payload) ?? new Set()];
    for (const set of heard) for (const listener of set) listener.grown();
  });
  const passing = await listen(PROGRESS_CHANNEL, (payload) => {
    const news = readNews(payload);
    if (news) for (const listener of listeners.get(news.submission) ?? []) listener.passing(news.event);
  });
  const subscribe = (submission: string, listener: EventListener) => {
    const set = listeners.get(submission) ?? new Set();
    listeners.set(submission, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0 && listeners.get(submission) === set) listeners.delete(submission);
    };
  };
  return {
    subscribe,
    [Symbol.asyncDispose]: async () => {
      for (const set of listeners.values()) for (const listener of set) listener.end();
      await stored[Symbol.asyncDispose]();
      await passing[Symbol.asyncDispose]();
    },
  };
}

function readNews(payload: string): PassingNews | undefined {
  try {
    return PassingNews.parse(JSON.parse(payload));
  } catch {
    return undefined; // An empty payload after a lost connection, or another version's news.
  }
}
