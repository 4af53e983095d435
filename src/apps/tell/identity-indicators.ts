import type { z } from 'zod';
import type { Indicator, Location, Sha256 } from '../../contract/index.ts';

type IndicatorInput = z.input<typeof Indicator>;

/** The artefact itself. `how`: "hash of the whole package". */
export function fileIndicator(sha256: Sha256, how: string): IndicatorInput {
  return {
    kind: 'file',
    subtype: 'sha256',
    value: sha256,
    standing: 'proposed',
    confidence: 100,
    check: 'valid',
    provenance: [{ how }],
  };
}

/** Forms of names that the platform takes; others are told, but nobody can match on them. */
const forms = {
  /** Two or more parts of letters, digits and underscores (developer.android.com, "applicationId"). */
  android: /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/,
  /** Letters, digits, hyphens and dots (Apple, "CFBundleIdentifier"). */
  ios: /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
} as const;

const LONGEST = 255;

/** Whether a package name or bundle identifier has a form that its platform takes. */
export function isAppName(platform: keyof typeof forms, name: string): boolean {
  return name.length <= LONGEST && forms[platform].test(name);
}

/** A package name or bundle identifier. */
export function appNameIndicator(
  platform: keyof typeof forms,
  name: string,
  seen: { readonly how: string; readonly location?: Location },
): IndicatorInput {
  const valid = isAppName(platform, name);
  return {
    kind: 'package',
    subtype: platform,
    value: name.slice(0, 4096),
    standing: valid ? 'proposed' : 'observed',
    confidence: valid ? 100 : 60,
    check: valid ? 'valid' : 'invalid',
    provenance: [seen],
  };
}
