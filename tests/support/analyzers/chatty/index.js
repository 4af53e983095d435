import { readFileSync } from 'node:fs';

/** Says too much, in the way its artefact names. */
export async function analyze({ path }, { sink }) {
  const way = readFileSync(path, 'utf8');
  if (way === 'progress') for (;;) sink.progress(0.5);
  if (way === 'facts') for (let i = 0; ; i++) sink.fact('text', 'x'.repeat(100_000 + (i % 10)));
  if (way === 'evidence')
    await sink.evidence({ id: 'big', mediaType: 'text/plain', caption: 'big', from: zeros() });
  if (way === 'stdout') for (let i = 0; i < 50_000; i++) process.stdout.write(`${'y'.repeat(1000)}\n`);
  if (way === 'indicators')
    for (let i = 0; i < 20_005; i++)
      sink.indicator({ kind: 'domain', value: `d${i}.example`, standing: 'observed', confidence: 100 });
  if (way === 'coverage')
    for (let i = 0; i < 600; i++) {
      sink.examined(`part ${i}`);
      sink.notExamined(`other part ${i}`, 'not-examinable', '');
    }
  if (way === 'children') {
    const answers = [];
    for (let i = 0; i < 5; i++)
      answers.push(
        await sink.child({ claimedName: `${i}`, relation: 'extracted-from', from: Buffer.from(`${i}`) }),
      );
    sink.fact('answers', answers);
  }
}

async function* zeros() {
  for (;;) yield Buffer.alloc(65_536, 0x30);
}
