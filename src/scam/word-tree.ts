interface Node {
  readonly next: Map<number, number>;
  fail: number;
  /** Words that end here, those of the failure chain included. */
  words: readonly number[];
}

/** A word found: its number, and one past its last unit. */
export type Report = (word: number, end: number) => void;

/**
 * Finds all of many words in one pass over a text (Aho and Corasick, "Efficient string matching", CACM 18(6), 1975).
 * Cost: linear in the text and in what is found.
 */
export class WordTree {
  private readonly nodes: Node[] = [{ next: new Map(), fail: 0, words: [] }];

  constructor(words: readonly string[]) {
    words.forEach((word, number) => {
      this.add(word, number);
    });
    this.link();
  }

  private node(index: number): Node {
    const node = this.nodes[index];
    if (node === undefined) throw new RangeError(`no node ${index}`);
    return node;
  }

  private add(word: string, number: number): void {
    let current = 0;
    for (let unit = 0; unit < word.length; unit++) {
      const code = word.charCodeAt(unit);
      let next = this.node(current).next.get(code);
      if (next === undefined) {
        next = this.nodes.push({ next: new Map(), fail: 0, words: [] }) - 1;
        this.node(current).next.set(code, next);
      }
      current = next;
    }
    const last = this.node(current);
    last.words = [...last.words, number];
  }

  private link(): void {
    const queue = [...this.node(0).next.values()];
    for (let head = 0; head < queue.length; head++) {
      const current = this.node(queue[head] ?? 0);
      for (const [code, child] of current.next) {
        const node = this.node(child);
        node.fail = this.step(current.fail, code);
        node.words = [...node.words, ...this.node(node.fail).words];
        queue.push(child);
      }
    }
  }

  private step(state: number, code: number): number {
    let current = state;
    for (;;) {
      const next = this.node(current).next.get(code);
      if (next !== undefined) return next;
      if (current === 0) return 0;
      current = this.node(current).fail;
    }
  }

  /** Reports each word where it ends, in the order of the ends. */
  find(text: string, report: Report): void {
    let state = 0;
    for (let unit = 0; unit < text.length; unit++) {
      state = this.step(state, text.charCodeAt(unit));
      for (const word of this.node(state).words) report(word, unit + 1);
    }
  }
}
