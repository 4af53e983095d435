import { type Label, languageWords } from '../../data/indicators/words/index.ts';
import { foldText } from './fold.ts';

export interface LabelNode {
  readonly next: Map<number, LabelNode>;
  label?: Label;
  languages?: readonly string[];
}

export const SPACE = 32;

/** All words of all languages, folded. A word that two languages share keeps the meaning it got first and both languages. */
function buildTrie(): LabelNode {
  const root: LabelNode = { next: new Map() };
  for (const { language, words } of languageWords)
    for (const [label, list] of Object.entries(words) as [Label, readonly string[]][])
      for (const word of list) {
        let node = root;
        for (const character of foldText(word)) node = step(node, character.charCodeAt(0));
        node.label ??= label;
        node.languages = [...(node.languages ?? []), language];
      }
  return root;
}

function step(node: LabelNode, code: number): LabelNode {
  const known = node.next.get(code);
  if (known !== undefined) return known;
  const made: LabelNode = { next: new Map() };
  node.next.set(code, made);
  return made;
}

let trie: LabelNode | undefined;

/** Built at first use: texts without candidates never pay for it. */
export function labelTrie(): LabelNode {
  trie ??= buildTrie();
  return trie;
}

export const isSpace = (code: number): boolean =>
  code === SPACE || code === 10 || code === 13 || code === 9 || code === 0xa0 || code === 0x3000;
