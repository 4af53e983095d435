import { z } from 'zod';
import type { ComparedSide, Fingerprint, Indicator, Result, Sha256 } from '../../contract/index.ts';

/** What one examination says of an app, as far as comparing uses it. */
export interface AppSide {
  readonly side: ComparedSide;
  readonly permissions: readonly string[];
  readonly components: readonly string[];
  readonly sdks: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** SHA-256 of signing certificates → what kind of key it is (`own`, `debug`, `public`…). */
  readonly signers: ReadonlyMap<string, string>;
  readonly indicators: readonly Indicator[];
  readonly fingerprints: readonly Fingerprint[];
}

const Named = z.object({ name: z.string() });
const lenient = <T extends z.ZodType>(item: T) => z.array(item).catch([]);
const word = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => (text ? text : undefined));

/** Facts that comparing reads; whatever has another shape is as if it were not there. */
const Facts = z.object({
  package: word,
  bundleId: word,
  label: word,
  name: word,
  versionName: word,
  versionCode: word,
  version: word,
  minSdk: word,
  targetSdk: word,
  permissions: lenient(Named),
  activities: lenient(Named),
  services: lenient(Named),
  receivers: lenient(Named),
  providers: lenient(Named),
  fileHashes: lenient(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
  certSha256: lenient(z.string()),
  certificates: lenient(z.object({ sha256: z.string(), keyKind: z.string().catch('own') })),
});

/** Reads one side out of what an app analyzer said. */
export function readAppSide(sha256: Sha256, { facts, indicators, fingerprints }: Result): AppSide {
  const app = Facts.parse(facts);
  const [name, label] = [app.package ?? app.bundleId, app.label ?? app.name];
  const version = [app.versionName ?? app.version, app.versionCode && `(${app.versionCode})`]
    .filter(Boolean)
    .join(' ');
  const kinds = new Map(app.certificates.map((one) => [one.sha256, one.keyKind]));
  return {
    side: {
      sha256,
      ...(label === undefined ? {} : { label }),
      ...(name === undefined ? {} : { package: name }),
      ...(version === '' ? {} : { version: version.slice(0, 1000) }),
    },
    permissions: namesOf(app.permissions),
    components: namesOf([...app.activities, ...app.services, ...app.receivers, ...app.providers]),
    sdks: [app.minSdk, app.targetSdk].map((sdk) => sdk ?? '?').join('–'),
    files: app.fileHashes,
    signers: new Map(app.certSha256.map((hash) => [hash, kinds.get(hash) ?? 'own'])),
    indicators,
    fingerprints,
  };
}

const namesOf = (list: readonly { readonly name: string }[]): string[] => [
  ...new Set(list.map(({ name }) => name)),
];
