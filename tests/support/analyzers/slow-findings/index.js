/** Learns three things, hands over one file, starts another, then never ends. */
export async function analyze(_artefact, { sink }) {
  for (const id of ['one', 'two', 'three'])
    sink.finding({ id, title: id, detail: '', severity: 'info', evidence: ['seen', 'never-sent'] });
  await sink.evidence({ id: 'seen', mediaType: 'text/plain', caption: 'a text', from: Buffer.from('seen') });
  sink.examined('the first half');
  await sink.child({ claimedName: 'endless', relation: 'extracted-from', from: halfAFile() });
}

async function* halfAFile() {
  yield Buffer.alloc(100_000, 1);
  for (;;);
}
