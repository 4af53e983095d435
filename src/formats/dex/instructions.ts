/** What an instruction can be of interest for. */
export const Kind = {
  other: 0,
  string: 1,
  wideString: 2,
  invoke: 3,
  create: 4,
  staticField: 5,
  arrayData: 6,
  nop: 7,
  unused: 8,
} as const;

/** Length in 16-bit units by opcode, in runs of `[first opcode, units]` (dalvik-bytecode, "Summary of bytecode set"). */
const runs: readonly (readonly [number, number])[] = [
  [0x00, 1],
  [0x02, 2],
  [0x03, 3],
  [0x04, 1],
  [0x05, 2],
  [0x06, 3],
  [0x07, 1],
  [0x08, 2],
  [0x09, 3],
  [0x0a, 1],
  [0x13, 2],
  [0x14, 3],
  [0x15, 2],
  [0x17, 3],
  [0x18, 5],
  [0x19, 2],
  [0x1b, 3],
  [0x1c, 2],
  [0x1d, 1],
  [0x1f, 2],
  [0x21, 1],
  [0x22, 2],
  [0x24, 3],
  [0x27, 1],
  [0x29, 2],
  [0x2a, 3],
  [0x2d, 2],
  [0x3e, 1],
  [0x44, 2],
  [0x6e, 3],
  [0x73, 1],
  [0x74, 3],
  [0x79, 1],
  [0x90, 2],
  [0xb0, 1],
  [0xd0, 2],
  [0xe3, 1],
  [0xfa, 4],
  [0xfc, 3],
  [0xfe, 2],
];

export const unitsByOpcode: Uint8Array = new Uint8Array(256);
runs.forEach(([first, units], run) => {
  unitsByOpcode.fill(units, first, runs[run + 1]?.[0] ?? 256);
});

export const kindByOpcode: Uint8Array = new Uint8Array(256);
const mark = (kind: number, first: number, last = first): void =>
  void kindByOpcode.fill(kind, first, last + 1);
mark(Kind.nop, 0x00);
mark(Kind.string, 0x1a);
mark(Kind.wideString, 0x1b);
mark(Kind.create, 0x22);
mark(Kind.arrayData, 0x26);
mark(Kind.unused, 0x3e, 0x43);
mark(Kind.staticField, 0x60, 0x66);
mark(Kind.invoke, 0x6e, 0x72);
mark(Kind.unused, 0x73);
mark(Kind.invoke, 0x74, 0x78);
mark(Kind.unused, 0x79, 0x7a);
mark(Kind.unused, 0xe3, 0xf9);
mark(Kind.invoke, 0xfa, 0xfb);
