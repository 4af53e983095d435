import { iconsOfConfig, judgeBrand, judgeProvision, rememberIcon, weighing } from '../../src/apps/index.ts';
import {
  type AnalysisContext,
  AnalysisFailure,
  type Analyze,
  type OpenArtefact,
} from '../../src/contract/index.ts';
import { openSource, type Zip } from '../../src/formats/index.ts';
import { hidesTexts } from './app-texts.ts';
import { checkResources } from './check-resources.ts';
import { handOnEmbedded } from './hand-on-embedded.ts';
import type { Binary, Info, IosApp } from './ios-app.ts';
import { judgeInfo } from './judge-info.ts';
import { judgeSigning } from './judge-signing.ts';
import { judgeStructure } from './judge-structure.ts';
import { readIosApp } from './read-ios-app.ts';
import { showIcon } from './show-icon.ts';
import { readSigning } from './signing.ts';
import { tellAppContents } from './tell-contents.ts';
import { tellApp, tellPrograms } from './tell-facts.ts';
import { tellIndicators } from './tell-indicators.ts';
import { tellPurchase } from './tell-purchase.ts';

/** Reads an iOS app package. Everything that can be read is told, however much of the rest is broken. */
export const analyze: Analyze = async (artefact, context) => {
  const source = await openSource(artefact.path);
  try {
    const app = await readIosApp(source);
    if (!app)
      throw new AnalysisFailure(
        'malformed',
        'There is no archive directory in this file: no app can be read from it.',
      );
    await tell(app, app.zip, artefact, context);
  } finally {
    await source.close();
  }
};

async function tell(app: IosApp, zip: Zip, artefact: OpenArtefact, given: AnalysisContext): Promise<void> {
  const { sink, iconHash } = rememberIcon(weighing(given.sink));
  const context = { ...given, sink };
  tellApp(sink, app);
  for (const { part, all } of app.anomalies)
    for (const finding of judgeStructure(part, all, pathOf(app, part))) sink.finding(finding);
  for (const { what, why } of app.missing) sink.notExamined(what, 'not-examinable', why);
  for (const finding of judgeInfo(app)) sink.finding(finding);
  if (app.otherRoots.length > 0)
    sink.notExamined(
      'the other apps in the package',
      'not-run',
      `One is examined: ${app.root.slice(0, 200)}. Hand in the others by themselves.`,
    );
  if (app.info)
    sink.examined(
      'Info.plist: names in all languages, versions, schemes, rules for connections, reasons given',
    );
  tellProfile(app, context);
  await tellPurchase(sink, zip);
  // What costs little comes first: a limit that the programs reach takes nothing of it.
  sink.progress(0.2, 'icon and embedded files');
  await showIcon(app, context);
  if (app.info) tellBrand(app.info, iconHash(), context);
  if (!zip.complete)
    sink.notExamined('part of the archive directory', 'not-run', 'It has more entries than are listed.');
  await handOnEmbedded(zip, sink);
  sink.progress(0.3, 'programs');
  await tellCode(app, artefact, context);
}

function pathOf({ root }: IosApp, part: string): string | undefined {
  if (part === 'info-plist') return `${root}Info.plist`;
  return part === 'profile' ? `${root}embedded.mobileprovision` : undefined;
}

/** No signer is compared: Apple signs every app of its shop with the same key. */
function tellBrand(info: Info, iconHash: string | undefined, { sink, config }: AnalysisContext): void {
  const names = [info.displayName, info.name, ...Object.values(info.names)];
  const labels = [...new Set(names.filter((name) => name !== undefined))];
  const identity = { platform: 'ios' as const, id: info.bundleId ?? '', labels, signers: [], iconHash };
  for (const finding of judgeBrand(identity, iconsOfConfig(config))) sink.finding(finding);
  sink.examined('names in all languages and bundle id, against brands that fake apps borrow');
}

function tellProfile({ provision, root }: IosApp, { sink }: AnalysisContext): void {
  if (!provision) return;
  const path = `${root}embedded.mobileprovision`.slice(0, 4096);
  for (const finding of judgeProvision(provision, [{ kind: 'entry', path }])) sink.finding(finding);
  sink.examined('provisioning profile: kind, team, devices, certificates, rights, its signature');
}

async function tellCode(app: IosApp, artefact: OpenArtefact, context: AnalysisContext): Promise<void> {
  const { sink } = context;
  const { binaries, skipped } = await tellAppContents(app, sink);
  for (const { path, why } of skipped.slice(0, 50))
    sink.notExamined(path.slice(0, 300), 'not-examinable', why);
  for (const { file } of binaries.filter(hidesTexts).slice(0, 50))
    sink.notExamined(
      `texts of ${file.path}`.slice(0, 300),
      'not-examinable',
      'The program is encrypted by the App Store; only a device can decrypt it.',
    );
  tellBinaryFlaws(binaries, context);
  const resources = await checkResources(app);
  const main = binaries.find((binary) => binary.main);
  const signing = readSigning(app, main, resources);
  tellPrograms(sink, binaries, signing, resources);
  for (const finding of judgeSigning(app, signing)) sink.finding(finding);
  if (signing)
    sink.examined('code signature: signer, rights, and whether program and files are those that were signed');
  if (resources && !resources.complete)
    sink.notExamined(
      'further signed files',
      'not-run',
      `${resources.listed} are listed; ${resources.checked} were compared.`,
    );
  tellIndicators(sink, artefact, app, signing);
}

function tellBinaryFlaws(binaries: readonly Binary[], { sink }: AnalysisContext): void {
  const all = binaries.flatMap(({ anomalies, file }) =>
    anomalies.map((anomaly) => ({ ...anomaly, entry: file.path.slice(0, 200) })),
  );
  for (const finding of judgeStructure('program', all, undefined)) sink.finding(finding);
}
