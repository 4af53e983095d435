import { readFileSync } from 'node:fs';

/** Reads `{"name": content, …}` and hands each content on: text as it is, an object as JSON again. */
export async function analyze(artefact, { sink }) {
  const text = readFileSync(artefact.path, 'utf8');
  sink.examined('the list of parts');
  if (!text.startsWith('{')) return;
  for (const [claimedName, content] of Object.entries(JSON.parse(text))) {
    const part = typeof content === 'string' ? content : JSON.stringify(content);
    await sink.child({ claimedName, relation: 'extracted-from', from: Buffer.from(part) });
  }
}
