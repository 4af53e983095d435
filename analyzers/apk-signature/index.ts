import { AnalysisFailure, type Analyze } from '../../src/contract/index.ts';
import { openSource, readIdsig, verifyIdsig } from '../../src/formats/index.ts';
import { judgeIdsig } from './judge-idsig.ts';
import { tellIdsig } from './tell-idsig.ts';

/** Reads an APK Signature Scheme v4 file. It stands beside its package and is checked without it, as far as that goes. */
export const analyze: Analyze = async (artefact, { sink, limits }) => {
  const source = await openSource(artefact.path);
  try {
    const idsig = readIdsig(await source.read(0, limits.inputBytes));
    if (!idsig)
      throw new AnalysisFailure('malformed', 'This file has not the form of a v4 signature (.idsig).');
    sink.indicator({
      kind: 'file',
      subtype: 'sha256',
      value: artefact.sha256,
      standing: 'observed',
      confidence: 100,
      check: 'valid',
      provenance: [{ how: 'hash of the whole signature file' }],
    });
    sink.progress(0.2, 'signatures');
    const verdict = verifyIdsig(idsig);
    tellIdsig(sink, idsig, verdict);
    for (const finding of judgeIdsig(idsig, verdict)) sink.finding(finding);
  } finally {
    await source.close();
  }
};
