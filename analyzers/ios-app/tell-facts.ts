import { describeCertificate, describeProvision, describeSigner } from '../../src/apps/index.ts';
import type { Json, Sink } from '../../src/contract/index.ts';
import { plistToJson, textAt } from '../../src/formats/index.ts';
import type { ResourceCheck } from './check-resources.ts';
import type { Binary, Info, IosApp } from './ios-app.ts';
import type { Signing } from './signing.ts';

const MAX_LISTED = 300;
const orNull = (text: string | undefined): string | null => text?.slice(0, 1000) ?? null;

/** What the app declares, as typed facts. */
export function tellApp(sink: Sink, app: IosApp): void {
  sink.fact('appFolder', app.root.slice(0, 500));
  sink.fact('entryCount', app.files.files.length);
  if (app.info) tellInfo(sink, app.info);
  if (app.provision) {
    sink.fact('provision', describeProvision(app.provision));
    sink.fact('developerCertificates', app.provision.certificates.slice(0, 50).map(describeCertificate));
  }
  sink.fact(
    'bundles',
    app.bundles.slice(0, MAX_LISTED).map(({ kind, path, bundleId, extensionPoint }) => ({
      kind,
      path: path.slice(0, 500),
      bundleId: orNull(bundleId),
      ...(extensionPoint === undefined ? {} : { extensionPoint }),
    })),
  );
}

function tellInfo(sink: Sink, info: Info): void {
  for (const name of [
    'bundleId',
    'executable',
    'name',
    'displayName',
    'version',
    'build',
    'minimumOs',
  ] as const)
    sink.fact(name, orNull(info[name]));
  sink.fact(
    'names',
    Object.fromEntries(Object.entries(info.names).map(([language, text]) => [language, text.slice(0, 300)])),
  );
  sink.fact('urlSchemes', info.urlSchemes.slice(0, MAX_LISTED));
  sink.fact('queriedSchemes', info.queriedSchemes.slice(0, MAX_LISTED));
  sink.fact('usageDescriptions', Object.fromEntries(info.reasons) as Json);
  if (info.transport) sink.fact('transportSecurity', JSON.parse(JSON.stringify(info.transport)) as Json);
  for (const [fact, key] of builtWith) {
    const value = textAt(info.dict, key, 200);
    if (value !== undefined) sink.fact(fact, value);
  }
  for (const key of [
    'UIBackgroundModes',
    'UIDeviceFamily',
    'NSUserActivityTypes',
    'CFBundleSupportedPlatforms',
  ])
    if (info.dict.has(key)) sink.fact(key, plistToJson(info.dict.get(key), 2));
}

/** With what it was built: the same computer and tools leave the same marks. */
const builtWith = [
  ['builtOnSystem', 'BuildMachineOSBuild'],
  ['sdkName', 'DTSDKName'],
  ['xcode', 'DTXcode'],
  ['xcodeBuild', 'DTXcodeBuild'],
  ['developmentRegion', 'CFBundleDevelopmentRegion'],
] as const;

/** Programs of the app, and what the signature of the main one says. */
export function tellPrograms(
  sink: Sink,
  binaries: readonly Binary[],
  signing: Signing | undefined,
  resources: ResourceCheck | undefined,
): void {
  sink.fact('programs', binaries.slice(0, MAX_LISTED).map(describeBinary));
  if (resources)
    sink.fact('signedFiles', {
      listed: resources.listed,
      checked: resources.checked,
      changed: resources.changed.length,
      missing: resources.missing.length,
    });
  if (!signing) return;
  sink.fact('signature', {
    identifier: orNull(signing.directory?.identifier),
    teamId: orNull(signing.directory?.teamId),
    cdHash: orNull(signing.directory?.cdHash),
    adHoc: signing.adHoc,
    encrypted: signing.encrypted,
    changed: signing.changed.slice(0, 50),
    signer: signing.signer ? describeSigner(signing.signer) : null,
  });
  sink.fact('entitlements', plistToJson(signing.entitlements));
  const certificate = signing.signer?.certificate;
  if (certificate) sink.fact('signerCertificate', describeCertificate(certificate));
}

function describeBinary({ file, main, images }: Binary): Json {
  return {
    path: file.path.slice(0, 500),
    main,
    images: images.map((image) => ({
      cpu: image.cpu,
      kind: image.kind,
      uuid: orNull(image.uuid),
      minimumOs: orNull(image.minimumOs),
      sdk: orNull(image.sdk),
      encrypted: image.encrypted !== undefined,
      libraries: image.libraries.slice(0, MAX_LISTED).map((name) => name.slice(0, 300)),
      cdHash: orNull(image.signature?.directories[0]?.cdHash),
    })),
  };
}
