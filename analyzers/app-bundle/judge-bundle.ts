import type { Sink } from '../../src/contract/index.ts';
import type { Bundle, Part } from './bundle.ts';
import type { Merged } from './merge-parts.ts';

type FindingInput = Parameters<Sink['finding']>[0];

/** Where the parts of an app contradict each other, or the list that came with them. */
export function judgeBundle(bundle: Bundle, merged: Merged): FindingInput[] {
  return [
    ...judgeAgreement(bundle.parts),
    ...judgeBase(bundle, merged),
    ...judgeLateRequests(merged),
    ...judgeListing(bundle, merged),
    ...judgeLeftOut(bundle, merged),
    ...judgeExpansions(bundle, merged),
  ];
}

function judgeAgreement(parts: readonly Part[]): FindingInput[] {
  const read = parts.filter(({ declared }) => declared);
  return [
    ...differ('package', 'package names', read, ({ declared }) => declared!.package),
    ...differ('version', 'version codes', read, ({ declared }) => declared!.versionCode ?? ''),
    ...differ('signer', 'signers', read, ({ signers }) => signers.join(' and ') || 'nobody'),
  ];
}

/** Android installs parts together only where these are the same in all. */
function differ(
  id: string,
  what: string,
  parts: readonly Part[],
  read: (part: Part) => string,
): FindingInput[] {
  const byValue = new Map<string, Part[]>();
  for (const part of parts) byValue.set(read(part), [...(byValue.get(read(part)) ?? []), part]);
  if (byValue.size < 2) return [];
  const groups = [...byValue]
    .slice(0, 6)
    .map(([value, group]) => `${value.slice(0, 150) || 'none'}: ${namesOf(group)}`);
  return [
    {
      id: `parts/${id}-differs`,
      title: `The parts have different ${what}`,
      detail: `${groups.join(' · ')}. Android installs parts together only if this is the same in all of them: at least one part does not belong to this app, or was exchanged.`,
      severity: 'medium',
      techniques: ['T1577'],
      measure: { name: what, value: byValue.size, unit: 'count' },
      locations: [...byValue.values()]
        .slice(0, 20)
        .map(([part]) => ({ kind: 'entry', path: part!.path.slice(0, 4096) })),
    },
  ];
}

function namesOf(parts: readonly Part[]): string {
  const names = parts.slice(0, 4).map(({ path }) => path.slice(0, 100));
  return `${names.join(', ')}${parts.length > 4 ? `, … (${parts.length})` : ''}`;
}

function judgeBase({ kind }: Bundle, { base }: Merged): FindingInput[] {
  if (base) return [];
  return [
    {
      id: 'parts/no-base',
      title: 'The base part is missing',
      detail: `This ${kind} holds no part that stands on its own, so there is nothing a device would install. It may be cut, or an update that was sent without the app.`,
      severity: 'low',
    },
  ];
}

/** A split that asks for more than the base gains rights when it is added. */
function judgeLateRequests({ permissions, base }: Merged): FindingInput[] {
  if (!base) return [];
  const late = [...permissions].filter(([, paths]) => !paths.includes(base.path));
  if (late.length === 0) return [];
  return [
    {
      id: 'parts/permissions-in-splits',
      title: `${late.length} permission(s) are asked for by a later part only`,
      detail: `${late
        .slice(0, 15)
        .map(([name, paths]) => `${name.slice(0, 100)} (${paths[0]!.slice(0, 100)})`)
        .join(
          ', ',
        )}. Who looks at the base part alone does not see them. Features that are loaded on demand work like this.`,
      severity: 'low',
      locations: late.slice(0, 50).map(([, paths]) => ({ kind: 'entry', path: paths[0]!.slice(0, 4096) })),
    },
  ];
}

function judgeListing({ listing, parts }: Bundle, { declared }: Merged): FindingInput[] {
  if (!listing || !declared) return [];
  const wrong: string[] = [];
  const compare = (what: string, claimed: string | undefined, real: string | undefined): void => {
    if (claimed !== undefined && real !== undefined && claimed !== real)
      wrong.push(`${what}: the list says ${claimed.slice(0, 150)}, the app ${real.slice(0, 150)}`);
  };
  compare('package', listing.package, declared.package);
  compare('version code', listing.versionCode, declared.versionCode);
  const missing = listing.parts.filter(
    (name) => /\.apk$/i.test(name) && !parts.some(({ path }) => path === name),
  );
  if (missing.length > 0)
    wrong.push(`parts that are listed and not there: ${missing.slice(0, 10).join(', ').slice(0, 400)}`);
  if (wrong.length === 0) return [];
  return [
    {
      id: 'listing/differs',
      title: 'The list that came with the parts describes another app',
      detail: `${wrong.join(' · ')}. Programs that install such files show what the list says; the device goes by the app.`,
      severity: 'medium',
      techniques: ['T1655.001'],
      locations: [{ kind: 'entry', path: listing.path }],
    },
  ];
}

/** Lists that were written by hand or by another tool leave some out without any purpose. */
function judgeLeftOut({ listing }: Bundle, { permissions }: Merged): FindingInput[] {
  if (!listing || listing.permissions.length === 0) return [];
  const hidden = [...permissions.keys()].filter((name) => !listing.permissions.includes(name));
  if (hidden.length === 0) return [];
  return [
    {
      id: 'listing/permissions-left-out',
      title: `The list that came with the parts leaves out ${hidden.length} permission(s)`,
      detail: `Asked for by the app, but not listed: ${hidden.slice(0, 15).join(', ').slice(0, 1000)}. Programs that install such files show what the list says; the device goes by the app.`,
      severity: 'info',
      locations: [{ kind: 'entry', path: listing.path }],
    },
  ];
}

function judgeExpansions({ expansions }: Bundle, { declared }: Merged): FindingInput[] {
  const foreign = expansions.filter((name) => declared && !name.includes(declared.package));
  if (foreign.length === 0) return [];
  return [
    {
      id: 'parts/foreign-expansion',
      title: 'An expansion file belongs to another app by its name',
      detail: `${foreign
        .slice(0, 10)
        .map((name) => name.slice(0, 200))
        .join(', ')}. Android gives an app only those that carry its package name.`,
      severity: 'low',
      locations: foreign.slice(0, 20).map((path) => ({ kind: 'entry', path: path.slice(0, 4096) })),
    },
  ];
}
