import { rememberIcon, weighing } from '../../src/apps/index.ts';
import {
  type AnalysisContext,
  AnalysisFailure,
  type Analyze,
  type OpenArtefact,
} from '../../src/contract/index.ts';
import { openSource } from '../../src/formats/index.ts';
import { tellBrand } from './brand/tell-brand.ts';
import { examineCode } from './code/index.ts';
import { tellAppContents } from './contents/index.ts';
import { handOnEmbedded } from './hand-on-embedded.ts';
import { judgeDeclarations } from './judge-declarations.ts';
import { judgePermissions } from './judge-permissions.ts';
import { judgeOpenedFolders, readOpenedFolders } from './judge-providers.ts';
import { judgeSigning } from './judge-signing.ts';
import { judgeStructure } from './judge-structure.ts';
import { type ReadApp, readApp } from './read-app.ts';
import { readNetworkRules } from './read-network-rules.ts';
import { readSigning } from './read-signing.ts';
import { showIcon } from './show-icon.ts';
import { openCodeSketch, tellSimilarity } from './similarity/tell-similarity.ts';
import { tellApp, tellContents } from './tell-facts.ts';
import { tellIndicators } from './tell-indicators.ts';
import { tellSigning } from './tell-signing.ts';
import { tellYara } from './yara/tell-yara.ts';

/** Reads an Android package. Everything that can be read is told, however much of the rest is broken. */
export const analyze: Analyze = async (artefact, context) => {
  const source = await openSource(artefact.path);
  try {
    const read = await readApp(source);
    if (!read)
      throw new AnalysisFailure(
        'malformed',
        'There is no archive directory in this file: no package can be read from it.',
      );
    await tell(read, artefact, context);
  } finally {
    await source.close();
  }
};

async function tell(read: ReadApp, artefact: OpenArtefact, given: AnalysisContext): Promise<void> {
  const { sink, iconHash } = rememberIcon(weighing(given.sink));
  const context = { ...given, sink };
  const { zip, app } = read;
  tellContents(sink, zip);
  for (const { part, all } of read.anomalies)
    for (const finding of judgeStructure(part, all)) sink.finding(finding);
  for (const { what, why } of read.missing) sink.notExamined(what, 'not-examinable', why);
  if (app) {
    const network = await readNetworkRules(zip, app.networkConfig);
    tellApp(sink, app, network);
    for (const finding of [...judgePermissions(app), ...judgeDeclarations(app, network)])
      sink.finding(finding);
    const folders = await readOpenedFolders(zip, app);
    if (folders.length > 0)
      sink.fact(
        'openedFolders',
        folders.slice(0, 200).map((one) => ({ ...one })),
      );
    for (const finding of judgeOpenedFolders(app, folders)) sink.finding(finding);
    sink.examined('manifest: names, versions, permissions, components, links');
    sink.examined('resource table: label in all languages, icon');
  }
  sink.progress(0.4, 'signatures');
  const signing = await readSigning(zip, read.levels);
  tellSigning(sink, signing);
  for (const finding of judgeStructure('signing-block', signing.block?.anomalies ?? []))
    sink.finding(finding);
  for (const finding of judgeSigning(signing)) sink.finding(finding);
  sink.examined('signatures of all schemes, verified over the contents for each range of Android versions');
  tellIndicators(sink, artefact, app, signing);
  if (!zip.complete)
    sink.notExamined('part of the archive directory', 'not-run', 'It has more entries than are listed.');
  if (app) {
    // Parts of an app for one screen or language have none of their own.
    if (app.split === undefined || app.icons.length > 0) await showIcon(zip, app.icons, context);
    tellBrand(app, signing, iconHash(), context);
  }
  // A second app inside is cheap to hand on and must not be lost to a limit that the rest may reach.
  sink.progress(0.45, 'embedded files');
  await handOnEmbedded(zip, sink);
  sink.progress(0.5, 'program code');
  const sketch = openCodeSketch(read);
  const code = await examineCode(zip, app, sink, sketch.alongside);
  sink.progress(0.6, 'contents');
  await tellAppContents(read, code, sink);
  sink.progress(0.8, 'fingerprints');
  await tellSimilarity(read, sketch, sink);
  sink.progress(0.9, 'YARA rules');
  await tellYara(zip, context);
}
