import { type RouteTopic, routeWords, screenWords } from '../../../data/frameworks/index.ts';
import type { AppText } from '../texts/app-text.ts';
import { isOfLibrary } from '../texts/library-owner.ts';

export interface TopicSeen {
  /** Distinct routes and screen words seen. */
  readonly routes: ReadonlyMap<string, AppText>;
  readonly words: ReadonlyMap<string, AppText>;
}

export interface RouteWatch {
  see(text: AppText): void;
  readonly topics: Readonly<Record<RouteTopic, TopicSeen>>;
}

const topics = Object.keys(routeWords) as RouteTopic[];
const MOST = 40;
const MAX_TEXT = 2000;

const topicOfWord = new Map<string, RouteTopic>();
for (const topic of topics) for (const word of routeWords[topic]) topicOfWord.set(word, topic);

interface Phrase {
  readonly topic: RouteTopic;
  readonly phrase: string;
  readonly latin: boolean;
}
const phrases: readonly Phrase[] = topics.flatMap((topic) =>
  Object.values(screenWords[topic])
    .flat()
    .map((phrase) => ({ topic, phrase, latin: /^[ -\u024f]/.test(phrase) })),
);
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyPhrase = new RegExp(phrases.map(({ phrase }) => literally(phrase)).join('|'), 'iu');
/** For texts in plain letters, which are most, a tenth of the work. */
const plain = /^[\0-\x7f]*$/;
const anyPlainPhrase = new RegExp(
  phrases.flatMap(({ phrase }) => (plain.test(phrase) ? literally(phrase) : [])).join('|'),
  'i',
);
/** A path of words: with a slash, or a word that stands for a screen. */
const route = /^[\w./:#?=&%{}$ -]*\/[\w./:#?=&%{}$-]+$/;

/** Counts routes and screen words of an investment app in its own texts; library texts do not count. */
export function watchRoutes(): RouteWatch {
  const seen = Object.fromEntries(
    topics.map((topic) => [topic, { routes: new Map<string, AppText>(), words: new Map<string, AppText>() }]),
  ) as Record<RouteTopic, { routes: Map<string, AppText>; words: Map<string, AppText> }>;
  return {
    topics: seen,
    see(text) {
      const { length } = text.text;
      if (length < 2 || length > MAX_TEXT || text.origin === 'native' || isOfLibrary(text)) return;
      if (length <= 300 && text.text.includes('/') && route.test(text.text)) {
        for (const topic of topicsOfRoute(text.text)) keep(seen[topic].routes, text.text, text);
        return;
      }
      if (!(plain.test(text.text) ? anyPlainPhrase : anyPhrase).test(text.text)) return;
      const lower = text.text.toLowerCase();
      for (const { topic, phrase, latin } of phrases)
        if (lower.includes(phrase) && (!latin || standsAlone(lower, phrase)))
          keep(seen[topic].words, phrase, text);
    },
  };
}

function keep(list: Map<string, AppText>, key: string, text: AppText): void {
  if (list.size < MOST && !list.has(key)) list.set(key, text);
}

/** Words of a path, cut at signs and at capitals: `/api/user/withdrawApply` → api, user, withdraw, apply, withdrawapply. */
function topicsOfRoute(path: string): Set<RouteTopic> {
  const found = new Set<RouteTopic>();
  const rest = path.replace(/^[a-z]+:\/\/[^/]*/i, '');
  for (const segment of rest.split(/[/.:#?=&%{}$\s_-]+/).slice(0, 40)) {
    const words = segment.split(/(?<=[a-z\d])(?=[A-Z])/).map((word) => word.toLowerCase());
    for (const word of [...words, words.join('')]) {
      const topic = topicOfWord.get(word);
      if (topic) found.add(topic);
    }
  }
  return found;
}

const letter = /[\p{L}\p{N}]/u;

function standsAlone(text: string, phrase: string): boolean {
  const at = text.indexOf(phrase);
  return !letter.test(text[at - 1] ?? ' ') && !letter.test(text[at + phrase.length] ?? ' ');
}
