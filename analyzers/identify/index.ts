import type { Analyze } from '../../src/contract/index.ts';
import { openSource, sniff } from '../../src/formats/index.ts';
import { judgeKind } from './judge-kind.ts';
import { measureEntropy } from './measure-entropy.ts';

const MIB = 1024 * 1024;

/** Runs first on every artefact: what it says the bytes are decides which analyzers come next. */
export const analyze: Analyze = async (artefact, { sink }) => {
  const source = await openSource(artefact.path);
  try {
    const sniffed = await sniff(source);
    const start = await source.read(0, MIB);
    sink.identified(sniffed.mediaTypes);
    sink.fact('mediaTypes', sniffed.mediaTypes);
    sink.fact('bytes', source.size);
    sink.fact('firstBytes', start.toString('hex', 0, 32));
    sink.fact('entropyBitsPerByte', Math.round(measureEntropy(start) * 1000) / 1000);
    if (sniffed.charset) sink.fact('charset', sniffed.charset);
    for (const finding of judgeKind(sniffed, start)) sink.finding(finding);
    if (sniffed.empty) sink.notExamined('the contents', 'not-examinable', 'The file is empty.');
    else
      sink.examined('the beginning of the file, its archive directory if it has one, and its text encoding');
  } finally {
    await source.close();
  }
};
