import type { z } from 'zod';
import type { Indicator, Location } from '../../contract/index.ts';
import { type Found, findIndicators, toIndicator } from '../../indicators/index.ts';
import type { AppText } from './app-text.ts';
import { decodeHidden } from './decode-hidden.ts';
import { type Judged, judgeFound } from './judge-found.ts';
import { undoEscapes } from './split-text.ts';
import { isWorthSearching } from './worth-searching.ts';

type IndicatorInput = z.input<typeof Indicator>;

/** Takes the texts of an app one by one and keeps the values in them: each once, with where it stands. */
export interface TextCollector {
  see(text: AppText): void;
  /** A value that was not found by reading a text, merged like the others. */
  add(indicator: IndicatorInput): void;
  /** Proposed ones first, then by place of first sight. `dropped`: more were found than are told. */
  result(): {
    readonly indicators: readonly IndicatorInput[];
    readonly dropped: number;
    /** Texts that were not searched, because those before them cost all that one app may cost. */
    readonly unsearched: number;
  };
  /** Texts seen, and characters searched. */
  readonly counts: { texts: number; characters: number };
}

interface SearchLimits {
  readonly characters: number;
  readonly found: number;
}

const MAX_VALUES = 30_000;
const MAX_TOLD = 4000;
const MAX_PROVENANCE = 12;
/**
 * What one app may cost, in characters searched and in values judged: together about half a minute of the costliest that could
 * be built. An app with a million addresses is built to hide the few that matter.
 */
export const SEARCH_LIMITS = { characters: 60_000_000, found: 80_000 } as const;
/** A value seen before costs little. */
const REPEATED = 0.2;

export function collectIndicators(limits: SearchLimits = SEARCH_LIMITS): TextCollector {
  const values = new Map<string, IndicatorInput>();
  const counts = { texts: 0, characters: 0 };
  let dropped = 0;
  let unsearched = 0;
  let spent = 0;
  const add = (indicator: IndicatorInput): void => {
    const key = `${indicator.kind}\0${indicator.value}`;
    const known = values.get(key);
    spent += known ? REPEATED : 1;
    if (known) values.set(key, merge(known, indicator));
    else if (values.size < MAX_VALUES) values.set(key, indicator);
    else dropped += 1;
  };
  const search = (text: AppText, how: string): void => {
    for (const found of findInCode(text)) {
      const judged = judgeFound(found, text);
      if (judged) for (const indicator of describe(found, judged, text, how)) add(indicator);
    }
  };
  return {
    counts,
    add,
    see(text) {
      counts.texts += 1;
      if (!isWorthSearching(text.text)) return;
      if (counts.characters > limits.characters || spent > limits.found) {
        unsearched += 1;
        return;
      }
      counts.characters += text.text.length;
      const plain = undoEscapes(text.text);
      search(plain === text.text ? text : { ...text, text: plain }, text.how);
      for (const hidden of decodeHidden(text.text)) {
        const how = `${hidden.how} in ${text.how}`;
        search({ ...text, text: hidden.text, location: shift(text, hidden.start), origin: 'resource' }, how);
      }
    },
    result() {
      const all = [...values.values()];
      const ordered = [
        ...all.filter(({ standing }) => standing === 'proposed'),
        ...all.filter(({ standing }) => standing !== 'proposed'),
      ];
      return {
        indicators: ordered.slice(0, MAX_TOLD),
        dropped: dropped + Math.max(0, all.length - MAX_TOLD),
        unsearched,
      };
    },
  };
}

const wholeNumber = /^\s*(tel:)?\+\d[\d ()-]{7,22}$/;

/** A text of a program is searched as one; a text that people read, and a text that is a telephone number, as prose. */
function findInCode({ text, origin }: AppText): Found[] {
  const code = !wholeNumber.test(text) && (origin === 'code' || origin === 'native' || origin === 'script');
  return findIndicators(text, { mode: code ? 'code' : 'prose' });
}

function* describe(found: Found, judged: Judged, text: AppText, how: string): Generator<IndicatorInput> {
  const note = judged.note === undefined ? how : `${how}; ${judged.note}`;
  const location = shift(text, found.start);
  const indicator: IndicatorInput = {
    ...toIndicator(found, { confidence: judged.confidence, how: note.slice(0, 290), location }),
    standing: judged.standing,
    confidence: judged.confidence,
  };
  yield indicator;
  const link = linkOf(found);
  if (link !== undefined) yield { ...indicator, kind: 'url', value: link, check: 'valid' };
  if (found.kind !== 'url' || judged.standing !== 'proposed' || !URL.canParse(found.value)) return;
  const host = new URL(found.value).hostname.replace(/^\[|\]$/g, '');
  if (!isSharedHost(judged))
    yield {
      kind: /^[\d.]+$|:/.test(host) ? 'ip' : 'domain',
      value: host,
      ...(/^[\d.]+$/.test(host) ? { subtype: 'ipv4' } : {}),
      standing: 'proposed',
      confidence: judged.confidence,
      check: 'valid',
      provenance: [{ location, how: `host of an address in ${note}`.slice(0, 290) }],
    };
}

/** The link that a handle, a number or a group was read from, in canonical form. */
function linkOf({ kind, reading }: Found): string | undefined {
  const link = reading.replaceAll(JOINT, '');
  const apart = kind === 'handle' || kind === 'group-link' || kind === 'phone' || kind === 'store-link';
  return apart && /^https?:\/\/\S+$/i.test(link) && URL.canParse(link) ? new URL(link).href : undefined;
}

/** A drop or a messenger link names a tenant by its path: its host belongs to everyone. */
const isSharedHost = ({ note }: Judged): boolean =>
  note !== undefined &&
  (note.startsWith('read from a public place') || note.startsWith('address of a person'));

/** Stands in one-byte places: see `undoEscapes`. */
const JOINT = '\u200b';

/** The place of a value inside its text, where the text has a place in a file. */
function shift({ location, text }: AppText, start: number): Location {
  if (location.kind !== 'entry' || location.offset === undefined || start === 0) return location;
  return {
    ...location,
    offset: location.offset + Buffer.byteLength(text.slice(0, start).replaceAll(JOINT, ' ')),
  };
}

function merge(known: IndicatorInput, fresh: IndicatorInput): IndicatorInput {
  const provenance = known.provenance ?? [];
  const [best, other] =
    known.standing === 'proposed' || fresh.standing !== 'proposed' ? [known, fresh] : [fresh, known];
  const firsts = best === known ? provenance : [...(fresh.provenance ?? []), ...provenance];
  return {
    ...best,
    confidence: Math.max(
      known.confidence,
      fresh.standing === best.standing ? fresh.confidence : 0,
      best.confidence,
    ),
    provenance:
      best === known && firsts.length < MAX_PROVENANCE
        ? [...firsts, ...(fresh.provenance ?? [])]
        : firsts.slice(0, MAX_PROVENANCE),
    ...(best.sensitive === true || other.sensitive === true ? { sensitive: true } : {}),
  };
}
