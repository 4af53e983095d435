import { decorations } from '../../../data/brands/decorations.ts';
import type { Brand } from '../../../data/brands/index.ts';
import { editDistance, glanceOf } from '../../indicators/index.ts';
import { type BrandName, bareOf, brandNames, isUnspaced, namesLike, unspacedNames } from './brand-names.ts';
import { splitLabel, stripDecorations } from './split-label.ts';

/**
 * How a label uses a brand's name, most telling first. `same`: it is the name · `glyphs`: written with look-alike
 * characters · `decorated`: the name with words such as Pro, VIP, 交易所 · `typo`: one letter off · `contains`: among
 * other words, as in tools for a brand's customers.
 */
export const labelUses = ['same', 'glyphs', 'decorated', 'typo', 'contains'] as const;
export type LabelUse = (typeof labelUses)[number];

export interface LabelMatch {
  readonly brand: Brand;
  readonly use: LabelUse;
  readonly label: string;
  /** The brand's name that it uses. */
  readonly name: string;
  /** The name means something by itself: little follows from its use. */
  readonly ordinary: boolean;
}

const DECORATIONS: ReadonlySet<string> = new Set(decorations);
const LONGEST_FIRST = [...decorations].sort((a, b) => b.length - a.length);
const LEAST_TYPO = 6;
const LEAST_GLYPHS = 5;

/** The names of brands that a label uses: for each brand its most telling use, most telling first. */
export function compareLabel(label: string): LabelMatch[] {
  const words = splitLabel(label);
  if (words.length === 0) return [];
  const best = new Map<string, LabelMatch>();
  const take = (name: BrandName, use: LabelUse | undefined) => {
    const before = best.get(name.brand.id);
    if (use === undefined || (before && rankOf(before.use) <= rankOf(use))) return;
    best.set(name.brand.id, { brand: name.brand, use, label, name: name.text, ordinary: name.ordinary });
  };
  for (const window of windowsOf(words))
    for (const name of namesLike(window)) take(name, useInWindow(name, window));
  const whole = words.join('');
  for (const name of unspacedNames()) take(name, useInside(name, whole));
  const kept = words.filter((word) => !isDecoration(word)).join('');
  for (const name of brandNames()) if (isTypo(name, kept)) take(name, 'typo');
  return [...best.values()].sort((a, b) => rankOf(a.use) - rankOf(b.use));
}

export function rankOf(use: LabelUse): number {
  return labelUses.indexOf(use);
}

interface Window {
  readonly text: string;
  readonly bare: string;
  readonly glance: string;
  readonly rest: readonly string[];
}

/** Every run of up to six neighbouring words, joined. */
function windowsOf(words: readonly string[]): Window[] {
  const windows: Window[] = [];
  for (let from = 0; from < words.length; from++)
    for (let to = from + 1; to <= Math.min(words.length, from + 6); to++) {
      const text = words.slice(from, to).join('');
      const rest = [...words.slice(0, from), ...words.slice(to)];
      windows.push({ text, bare: bareOf(text), glance: glanceOf(text), rest });
    }
  return windows;
}

function useInWindow(name: BrandName, { text, bare, glance, rest }: Window): LabelUse | undefined {
  const same = text === name.plain || text === name.bare || bare === name.plain;
  const alike = !same && !name.ordinary && text.length >= LEAST_GLYPHS && glance === name.glance;
  if (!same && !alike) return undefined;
  const decorated = rest.every(isDecoration);
  if (alike) return decorated ? 'glyphs' : 'contains';
  if (rest.length === 0) return 'same';
  return decorated ? 'decorated' : 'contains';
}

/** A name written without spaces, such as 币安, stands anywhere in a text that is. */
function useInside(name: BrandName, whole: string): LabelUse | undefined {
  if (whole === name.plain) return 'same';
  const at = whole.indexOf(name.plain);
  if (at < 0) return undefined;
  const rest = [whole.slice(0, at), whole.slice(at + name.plain.length)];
  return rest.every((part) => part === '' || isDecoration(part)) ? 'decorated' : 'contains';
}

function isDecoration(word: string): boolean {
  return DECORATIONS.has(word) || (isUnspaced(word) && stripDecorations(word, LONGEST_FIRST) === '');
}

function isTypo(name: BrandName, kept: string): boolean {
  if (name.ordinary || name.unspaced || name.plain.length < LEAST_TYPO) return false;
  const limit = name.plain.length >= 10 ? 2 : 1;
  if (kept.length < LEAST_TYPO || kept[0] !== name.plain[0]) return false;
  const distance = editDistance(kept, name.plain, limit);
  return distance > 0 && distance <= limit;
}
