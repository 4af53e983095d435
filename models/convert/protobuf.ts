/**
 * Writes the protocol buffer wire format (protobuf.dev/programming-guides/encoding): only the three wire types that
 * an ONNX file needs. Own, because it is forty lines and the reader of these bytes is pinned by hash anyway.
 */
export type Field = readonly Uint8Array[];

const WIRE = { varint: 0, bytes: 2, fixed32: 5 } as const;

function varint(value: number | bigint): Uint8Array {
  // Negative int64 values take ten bytes: two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

const tag = (field: number, wire: number): Uint8Array => varint((field << 3) | wire);

/** int32, int64, enum or bool. */
export function integer(field: number, value: number | bigint): Field {
  return [tag(field, WIRE.varint), varint(value)];
}

export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [tag(field, WIRE.fixed32), bytes];
}

export function bytes(field: number, value: Uint8Array): Field {
  return [tag(field, WIRE.bytes), varint(value.length), value];
}

export function text(field: number, value: string): Field {
  return bytes(field, new TextEncoder().encode(value));
}

/** A message inside a message. */
export function message(field: number, fields: readonly Field[]): Field {
  return bytes(field, encode(fields));
}

export function encode(fields: readonly Field[]): Uint8Array {
  return new Uint8Array(Buffer.concat(fields.flat()));
}
