import { dictAt, dictsAt, flagAt, isDict, type PlistDict, textAt, textsAt } from '../../src/formats/index.ts';
import type { Info, Transport } from './ios-app.ts';
import type { Localisation } from './read-localisations.ts';

const MAX_DOMAINS = 500;
const MAX_LANGUAGES = 300;

/** Info.plist as an investigator needs it (Apple, "Information Property List"), with the texts of every language. */
export function readInfo(dict: PlistDict, bytes: Buffer, localisations: readonly Localisation[]): Info {
  const displayName = textAt(dict, 'CFBundleDisplayName');
  const name = textAt(dict, 'CFBundleName');
  return {
    dict,
    bytes,
    bundleId: textAt(dict, 'CFBundleIdentifier', 500),
    executable: textAt(dict, 'CFBundleExecutable', 500),
    name,
    displayName,
    version: textAt(dict, 'CFBundleShortVersionString', 100),
    build: textAt(dict, 'CFBundleVersion', 100),
    minimumOs: textAt(dict, 'MinimumOSVersion', 100),
    urlSchemes: dictsAt(dict, 'CFBundleURLTypes').flatMap((type) => textsAt(type, 'CFBundleURLSchemes', 300)),
    queriedSchemes: textsAt(dict, 'LSApplicationQueriesSchemes', 300),
    transport: readTransport(dictAt(dict, 'NSAppTransportSecurity')),
    names: namesOf(displayName ?? name, localisations),
    reasons: reasonsOf(dict, localisations),
  };
}

function namesOf(
  fallback: string | undefined,
  localisations: readonly Localisation[],
): Readonly<Record<string, string>> {
  const names = new Map<string, string>();
  if (fallback !== undefined) names.set('', fallback);
  for (const { language, table } of localisations) {
    const name = textAt(table, 'CFBundleDisplayName') ?? textAt(table, 'CFBundleName');
    if (name !== undefined && names.size < MAX_LANGUAGES) names.set(language, name);
  }
  return Object.fromEntries(names);
}

const isReason = (key: string): boolean => /^N[A-Z][A-Za-z0-9]{0,80}UsageDescription$/.test(key);

function reasonsOf(
  dict: PlistDict,
  localisations: readonly Localisation[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const reasons = new Map<string, Map<string, string>>();
  const add = (table: PlistDict, language: string): void => {
    for (const key of table.keys()) {
      const text = isReason(key) ? textAt(table, key) : undefined;
      if (text === undefined) continue;
      const texts = reasons.get(key) ?? new Map<string, string>();
      if (texts.size < MAX_LANGUAGES && reasons.size < 100) reasons.set(key, texts.set(language, text));
    }
  };
  add(dict, '');
  for (const { language, table } of localisations) add(table, language);
  return new Map([...reasons].map(([key, texts]) => [key, Object.fromEntries(texts)]));
}

function readTransport(dict: PlistDict | undefined): Transport | undefined {
  if (!dict) return undefined;
  const domains = [...(dictAt(dict, 'NSExceptionDomains') ?? [])].slice(0, MAX_DOMAINS);
  return {
    allowsArbitrary: flagAt(dict, 'NSAllowsArbitraryLoads') === true,
    allowsArbitraryInWeb: flagAt(dict, 'NSAllowsArbitraryLoadsInWebContent') === true,
    exceptions: domains.map(([domain, rules]) => ({
      domain: domain.slice(0, 300),
      insecure:
        isDict(rules) &&
        (flagAt(rules, 'NSExceptionAllowsInsecureHTTPLoads') === true ||
          flagAt(rules, 'NSTemporaryExceptionAllowsInsecureHTTPLoads') === true ||
          flagAt(rules, 'NSThirdPartyExceptionAllowsInsecureHTTPLoads') === true),
    })),
  };
}
