import { type Signal, signals } from '../../../data/frameworks/index.ts';
import type { AppText } from '../texts/app-text.ts';

export interface SignalSeen {
  readonly signal: Signal;
  readonly texts: readonly AppText[];
}

export interface SignalWatch {
  see(text: AppText): void;
  of(id: Signal['id']): readonly SignalSeen[];
}

const MOST = 10;
const MAX_TEXT = 4000;
/** One test that almost all texts fail. */
const any = new RegExp(signals.map(({ text }) => `(?:${text.source})`).join('|'));

/** Looks for texts that show hot updates, remote configuration and web views. Library texts count: they show the library. */
export function watchSignals(): SignalWatch {
  const seen = new Map<Signal, AppText[]>();
  return {
    see(text) {
      if (text.text.length > MAX_TEXT || !any.test(text.text)) return;
      for (const signal of signals) {
        if (!signal.text.test(text.text)) continue;
        const texts = seen.get(signal) ?? [];
        if (texts.length < MOST) texts.push(text);
        seen.set(signal, texts);
      }
    },
    of: (id) =>
      [...seen].filter(([signal]) => signal.id === id).map(([signal, texts]) => ({ signal, texts })),
  };
}
