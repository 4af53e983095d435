import { readFileSync, writeSync } from 'node:fs';

function raw(kind, payload, length = payload.length) {
  const frame = Buffer.alloc(5 + payload.length);
  frame.writeUInt32BE(length, 0);
  frame.write(kind, 4);
  payload.copy(frame, 5);
  writeSync(3, frame);
}

const json = (value) => raw('J', Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const finding = { id: 'a', title: 'a', detail: '', severity: 'info' };
const png = { t: 'open-evidence', v: { id: 'p', mediaType: 'image/png', caption: 'a picture' } };

/** Each speaks on the pipe itself, as an analyzer that was taken over would. */
const lies = {
  'unknown-kind': () => raw('Z', Buffer.from('{}')),
  'huge-frame': () => raw('J', Buffer.from('{}'), 0xffff_ffff),
  'not-json': () => json('{"t":'),
  'unknown-message': () => json({ t: 'release', audience: 'everyone' }),
  'extra-field': () => json({ t: 'end', conclusion: 'harmless' }),
  deep: () => json(`{"t":"fact","name":"x","v":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  proto: () => json('{"t":"fact","name":"x","v":{"__proto__":{"polluted":true}}}'),
  'proto-name': () => json('{"t":"fact","name":"__proto__","v":{"polluted":true}}'),
  infinite: () => json('{"t":"progress","fraction":1e400}'),
  'same-id': () => {
    json({ t: 'finding', v: finding });
    json({ t: 'finding', v: finding });
  },
  actionable: () =>
    json({ t: 'indicator', v: { kind: 'url', value: 'u', standing: 'actionable', confidence: 1 } }),
  identified: () => json({ t: 'identified', v: ['image/png'] }),
  cancelled: () => json({ t: 'fail', failure: 'cancelled', detail: 'by nobody' }),
  'loose-bytes': () => raw('B', Buffer.from('bytes')),
  'two-files': () => {
    json(png);
    json(png);
  },
  'not-a-picture': () => {
    json(png);
    raw('B', Buffer.from('<html><script>alert(1)</script>'));
    json({ t: 'close' });
  },
  'half-a-file': () => {
    json({ t: 'open-child', v: { claimedName: 'x', relation: 'extracted-from' } });
    raw('B', Buffer.from('half'));
    json({ t: 'end' });
  },
  'path-child': () => json({ t: 'open-child', v: { claimedName: 'x', relation: 'extracted-from', path: '/etc' } }),
  'missing-evidence': () => {
    json({ t: 'finding', v: { ...finding, id: 'b', evidence: ['nowhere'] } });
    json({ t: 'end' });
  },
  'ready-twice': () => json({ t: 'ready' }),
  nul: () => {
    json('{"t":"fact","name":"text","v":"a\\u0000b\\ud800c"}');
    json({ t: 'end' });
  },
};

export async function analyze({ path }) {
  json({ t: 'finding', v: { ...finding, id: 'valid-before' } });
  lies[readFileSync(path, 'utf8')]();
  await new Promise(() => {});
}
