import {
  type AnalysisContext,
  AnalysisFailure,
  type Analyze,
  type OpenArtefact,
} from '../../src/contract/index.ts';
import { openSource, readZip, type Zip } from '../../src/formats/index.ts';
import type { Bundle } from './bundle.ts';
import { handOnParts } from './hand-on-parts.ts';
import { judgeBundle } from './judge-bundle.ts';
import { type Merged, mergeParts } from './merge-parts.ts';
import { readBundle } from './read-bundle.ts';
import { tellFacts, tellIndicators } from './tell-bundle.ts';

/** Opens a bundle, shows its parts as one app and hands them on. */
export const analyze: Analyze = async (artefact, context) => {
  const source = await openSource(artefact.path);
  try {
    const zip = await readZip(source);
    if (!zip)
      throw new AnalysisFailure(
        'malformed',
        'There is no archive directory in this file: no parts can be read from it.',
      );
    const bundle = await readBundle(zip, artefact.mediaTypes);
    tell(artefact, bundle, mergeParts(bundle), context);
    context.sink.progress(0.5, 'parts');
    await handOn(zip, bundle, context);
  } finally {
    await source.close();
  }
};

function tell(artefact: OpenArtefact, bundle: Bundle, merged: Merged, { sink }: AnalysisContext): void {
  tellFacts(sink, bundle, merged);
  tellIndicators(sink, artefact, bundle, merged);
  for (const finding of judgeBundle(bundle, merged)) sink.finding(finding);
  for (const { path, why } of bundle.parts.slice(0, 100))
    if (why !== undefined) sink.notExamined(path.slice(0, 300) || 'a part', 'not-examinable', why);
  sink.examined(`manifests, labels and signers of ${bundle.parts.length} parts, compared with each other`);
}

/** Of an AAB the parts are folders: only whole files that stand for themselves are handed on. */
async function handOn(zip: Zip, { kind }: Bundle, { sink }: AnalysisContext): Promise<void> {
  if (kind !== 'AAB') {
    const own = /^(META-INF\/.*|toc\.pb)$/;
    await handOnParts(zip, (name) => !own.test(name), sink);
    return;
  }
  await handOnParts(zip, (name) => /\.(apk|zip|jar|obb)$/i.test(name), sink);
  sink.notExamined(
    'programs and libraries of the modules',
    'not-run',
    'Of an AAB only manifests and labels are read.',
  );
}
