import type { Artefact } from '../contract/index.ts';

const APPS: ReadonlySet<string> = new Set([
  'application/vnd.android.package-archive',
  'application/vnd.android.aab',
  'application/x-ios-app',
]);

/** Whether the bytes are an app package. Only apps can become STIX malware, and only when a person said so. */
export function isApp(artefact: Artefact): boolean {
  return artefact.mediaTypes.some((type) => APPS.has(type));
}
