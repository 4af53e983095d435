import { type AxmlElement, attributeOf, childrenOf } from '../android/axml.ts';
import type { SigningLevels } from './verify-apk.ts';

/** API levels of code names by their first letter, less one, as Android's verifier takes them (AOSP apksig, ApkUtils). */
const codenames: readonly (readonly [letter: string, level: number])[] = [
  ['C', 2],
  ['D', 3],
  ['E', 4],
  ['F', 7],
  ['G', 8],
  ['H', 10],
  ['I', 13],
  ['J', 15],
  ['K', 18],
  ['L', 20],
  ['M', 22],
  ['N', 23],
  ['O', 25],
];

/** Reads what decides which signatures Android wants. Without a manifest: the values that count where nothing is written. */
export function readSigningLevels(root: AxmlElement | undefined): SigningLevels {
  const sdks = root ? childrenOf(root, 'uses-sdk') : [];
  const minSdk = Math.max(1, ...sdks.slice(0, 100).map((sdk) => levelOf(sdk, 'minSdkVersion') ?? 1));
  const target = sdks.map((sdk) => levelOf(sdk, 'targetSdkVersion')).find((level) => level !== undefined);
  return {
    minSdk: Math.min(minSdk, 10_000),
    targetSdk: target ?? minSdk,
    targetSandbox: (root && levelOf(root, 'targetSandboxVersion')) ?? 1,
  };
}

function levelOf(element: AxmlElement, name: string): number | undefined {
  const attribute = attributeOf(element, name);
  if (attribute?.value.kind === 'int') return attribute.value.value;
  const text = attribute?.value.kind === 'string' ? attribute.value.text : undefined;
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  const letter = text.charAt(0);
  const older = codenames.findLast(([first]) => first <= letter);
  return older ? older[1] + (letter.charCodeAt(0) - older[0].charCodeAt(0)) : 1;
}
