import {
  type PermissionCombination,
  permissionCombinations,
} from '../../data/android/permission-combinations.ts';
import { permissionLevels } from '../../data/android/permission-levels.ts';
import type { App } from './app.ts';
import type { FindingInput } from './finding-input.ts';

const PREFIX = 'android.permission.';

/** Android's protection level; undefined: not one of Android's permissions, or newer than our table. */
export function levelOf(permission: string): string | undefined {
  return Object.hasOwn(permissionLevels, permission) ? permissionLevels[permission] : undefined;
}

export function isDangerous(permission: string): boolean {
  return levelOf(permission)?.startsWith('dangerous') ?? false;
}

/** What the permissions make possible. Never a score: few permissions do not make an app harmless. */
export function judgePermissions(app: App): FindingInput[] {
  const held = holdings(app);
  const findings = permissionCombinations.flatMap((combination) => judgeCombination(combination, held));
  return [...findings, ...judgeFew(app, findings.length)];
}

/** Permission or guarded component → where in the manifest it stands. */
function holdings({ permissions, components }: App): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const { name, offset } of permissions)
    if (name.startsWith(PREFIX)) held.set(name.slice(PREFIX.length), offset);
  for (const { permission, offset } of components)
    if (permission?.startsWith(PREFIX)) held.set(`bind:${permission.slice(PREFIX.length)}`, offset);
  return held;
}

function judgeCombination(
  combination: PermissionCombination,
  held: ReadonlyMap<string, number>,
): FindingInput[] {
  const { id, title, means, severity, techniques, allOf } = combination;
  const matched = allOf.map((choices) => choices.filter((name) => held.has(name)));
  if (matched.some((names) => names.length === 0)) return [];
  const names = [...new Set(matched.flat())];
  return [
    {
      id: `permissions/${id}`,
      title,
      detail: `${means} Declared: ${names.map((name) => name.replace('bind:', 'a component guarded by ')).join(', ')}. Declaring is not using: where a use was seen in the program code, a finding of its own says so.`,
      severity,
      techniques: [...techniques],
      locations: names.map((name) => ({
        kind: 'entry',
        path: 'AndroidManifest.xml',
        offset: held.get(name)!,
      })),
    },
  ];
}

function judgeFew({ permissions, package: name }: App, combinations: number): FindingInput[] {
  const dangerous = permissions.filter((permission) => isDangerous(permission.name));
  if (dangerous.length > 0 || combinations > 0 || name === '') return [];
  return [
    {
      id: 'permissions/few',
      title: 'The app asks for no sensitive permission, and that does not make it harmless',
      detail: `It declares ${permissions.length} permission(s), none of which Android calls dangerous. Fake investment apps usually need none: the fraud happens on the server and in the chat. Few permissions mean nothing either way.`,
      severity: 'info',
      measure: { name: 'dangerous permissions', value: dangerous.length, unit: 'count' },
    },
  ];
}
