import {
  collectIndicators,
  describeCertificate,
  describeProvision,
  judgeProvision,
  provisionIndicators,
} from '../../src/apps/index.ts';
import { type AnalysisContext, AnalysisFailure, type Analyze } from '../../src/contract/index.ts';
import {
  dictAt,
  type MobileProvision,
  openSource,
  type PlistDict,
  readMobileProvision,
} from '../../src/formats/index.ts';
import { judgeAnomalies } from './judge-anomalies.ts';
import { openPlist, profileOf } from './open-profile.ts';
import { judgeOta, otaItemsOf } from './ota-manifest.ts';
import { plistTexts } from './plist-texts.ts';
import type { Opened, Profile } from './profile.ts';
import { tellOta } from './tell-ota.ts';
import { tellProfile } from './tell-profile.ts';

/** Reads a property list as what Apple’s systems would take it for. */
export const analyze: Analyze = async (artefact, context) => {
  const source = await openSource(artefact.path);
  try {
    const bytes = await source.read(0, context.limits.inputBytes);
    const { sink } = context;
    sink.indicator({
      kind: 'file',
      subtype: 'sha256',
      value: artefact.sha256,
      standing: 'observed',
      confidence: 100,
      check: 'valid',
      provenance: [{ how: 'hash of the whole file' }],
    });
    const opened = openPlist(bytes);
    sink.fact('format', opened.format);
    for (const finding of judgeAnomalies(opened.anomalies)) sink.finding(finding);
    if (!opened.dict)
      throw new AnalysisFailure(
        'malformed',
        'No property list with a dictionary could be read from this file.',
      );
    const provision = readMobileProvision(bytes);
    if (provision) tellProvision(provision, context);
    else await tellPlist(opened, opened.dict, context);
  } finally {
    await source.close();
  }
};

function tellProvision(provision: MobileProvision, { sink }: AnalysisContext): void {
  sink.fact('kind', 'provisioning profile');
  sink.fact('provision', describeProvision(provision));
  sink.fact('developerCertificates', provision.certificates.slice(0, 50).map(describeCertificate));
  const place = { kind: 'bytes' as const, offset: 0 };
  for (const finding of judgeProvision(provision, [place])) sink.finding(finding);
  for (const indicator of provisionIndicators(provision, place)) sink.indicator(indicator);
  sink.examined('provisioning profile: kind, team, devices, certificates, rights, its signature');
}

async function tellPlist(opened: Opened, dict: PlistDict, context: AnalysisContext): Promise<void> {
  const { sink } = context;
  const profile = profileOf(dict);
  const items = profile ? undefined : otaItemsOf(dict);
  if (profile) await tellProfile(profile, opened.cms, context);
  else if (items) {
    tellOta(items, context);
    for (const finding of judgeOta(items)) sink.finding(finding);
  } else {
    sink.fact('kind', 'property list');
    sink.fact(
      'keys',
      [...dict.keys()].slice(0, 300).map((key) => key.slice(0, 200)),
    );
  }
  const how = profile ? 'configuration profile' : items ? 'installation list' : 'property list';
  const collector = collectIndicators();
  for (const text of plistTexts(dict, how, [RESOLVER])) collector.see(text);
  const { indicators, dropped, unsearched } = collector.result();
  for (const indicator of indicators) sink.indicator(indicator);
  if (profile) tellResolvers(profile, context);
  sink.examined(`${collector.counts.texts} texts, for addresses and keys`);
  if (dropped > 0)
    sink.notExamined('further values in texts', 'not-run', `${dropped} more were found than are told.`);
  if (unsearched > 0)
    sink.notExamined(
      'further texts',
      'not-run',
      `${unsearched} texts were not searched: those before them hold as much as is searched of one file.`,
    );
}

/** Where a profile says which name servers to ask. */
const RESOLVER = 'DNSSettings';

/** Most name servers in profiles are public ones that anybody may use: they are told, and not proposed. */
function tellResolvers({ payloads }: Profile, { sink }: AnalysisContext): void {
  const collector = collectIndicators();
  for (const { dict } of payloads) {
    const settings = dictAt(dict, RESOLVER);
    if (settings) for (const text of plistTexts(settings, 'name server of the profile')) collector.see(text);
  }
  for (const indicator of collector.result().indicators)
    sink.indicator({ ...indicator, standing: 'observed' });
}
