/** One member as a test wants it: a file with content, or a link. */
export interface BuiltMember {
  readonly name: string;
  readonly content?: Buffer;
  readonly link?: string;
}

/** Writes a tar archive; names over 100 bytes as GNU long names. */
export function buildTar(members: readonly BuiltMember[]): Buffer {
  const parts = members.flatMap(({ name, content = Buffer.alloc(0), link }) => {
    const header = block(name, link === undefined ? '0' : '2', content.length, link);
    const long =
      Buffer.byteLength(name) > 100
        ? [block('././@LongLink', 'L', Buffer.byteLength(name) + 1), pad(Buffer.from(`${name}\0`))]
        : [];
    return [...long, header, pad(content)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function block(name: string, type: string, bytes: number, link = ''): Buffer {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0);
  header.write('0000644\0', 100);
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function pad(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
