/** Where each letter leads from each node: a hash table of whole numbers, since a map for each node takes longer to make. */
export class Steps {
  private readonly mask: number;
  /** Node + 1; 0: free. */
  private readonly from: Int32Array;
  private readonly code: Uint16Array;
  private readonly to: Int32Array;

  /** `most`: steps that are added at most. */
  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
    this.mask = size - 1;
    this.from = new Int32Array(size);
    this.code = new Uint16Array(size);
    this.to = new Int32Array(size);
  }

  /** The place of a step, or the free place where it belongs: at least half of all are free. */
  private place(node: number, code: number): number {
    let at = (Math.imul(node + 1, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b)) >>> 7;
    for (at &= this.mask; this.from[at] !== 0; at = (at + 1) & this.mask)
      if (this.from[at] === node + 1 && this.code[at] === code) break;
    return at;
  }

  /** The node that a letter (UTF-16 unit) leads to; 0: none. */
  get(node: number, code: number): number {
    return this.to[this.place(node, code)] ?? 0;
  }

  add(node: number, code: number, to: number): void {
    const at = this.place(node, code);
    this.from[at] = node + 1;
    this.code[at] = code;
    this.to[at] = to;
  }
}
