import { type Behaviour, behaviours, type Sign } from '../../../data/android/behaviours.ts';
import type { App } from '../app.ts';
import type { FindingInput } from '../finding-input.ts';
import type { AppCode, CodeSite, Sighting } from './app-code.ts';

type Evidence = readonly (readonly [Sign, Sighting])[];
const MAX_LOCATIONS = 20;

/** What the code can be seen to do. Says whose code it is, and whether the manifest asks for what it needs. */
export function judgeBehaviours(code: AppCode, app: App | undefined): FindingInput[] {
  const held = heldBy(app);
  return behaviours.flatMap((rule) => judge(rule, code, app && held));
}

/** Names of permissions without their prefix; `bind:X`: a component guarded by X. */
function heldBy(app: App | undefined): ReadonlySet<string> {
  const plain = (name: string): string => name.replace(/^android\.permission\./, '');
  return new Set([
    ...(app?.permissions ?? []).map(({ name }) => plain(name)),
    ...(app?.components ?? []).flatMap(({ permission }) => (permission ? [`bind:${plain(permission)}`] : [])),
  ]);
}

function judge(rule: Behaviour, code: AppCode, held: ReadonlySet<string> | undefined): FindingInput[] {
  const groups = rule.signs.map((choices) => seen(choices, code, rule.ownCodeOnly === true));
  if (groups.some((group) => group.length === 0)) return [];
  const wanted = rule.permissions ?? [];
  const declared = wanted.filter((name) => held?.has(name));
  if (rule.needsPermission && held && declared.length === 0) return [];
  const evidence = groups.flat();
  const own = evidence.some(([, sighting]) => sighting.own > 0);
  return [
    {
      id: `code/${rule.id}`,
      title: own ? rule.title : `${rule.title} (in a library it carries)`,
      detail: [rule.means, whose(evidence), permissionWords(wanted, declared, held)]
        .filter(Boolean)
        .join(' '),
      severity:
        own && (wanted.length === 0 || declared.length > 0 || !held) ? rule.severity : weaker(rule.severity),
      techniques: [...rule.techniques],
      measure: { name: 'places in the code', value: total(evidence), unit: 'count' },
      locations: sitesOf(evidence).slice(0, MAX_LOCATIONS).map(locate),
    },
  ];
}

function seen(choices: readonly Sign[], { sightings }: AppCode, ownCodeOnly: boolean): Evidence {
  return choices.flatMap((sign) => {
    const sighting = sightings.get(sign);
    if (!sighting || (ownCodeOnly && sighting.own === 0)) return [];
    return [[sign, sighting] as const];
  });
}

const total = (evidence: Evidence): number =>
  evidence.reduce((sum, [, { own, inLibraries }]) => sum + own + inLibraries, 0);

function sitesOf(evidence: Evidence): CodeSite[] {
  return [
    ...evidence.flatMap(([, { ownSites }]) => ownSites),
    ...evidence.flatMap(([, { librarySites }]) => librarySites),
  ];
}

function whose(evidence: Evidence): string {
  const signs = evidence.map(([sign]) => sign.slice(sign.indexOf(' ') + 1).slice(0, 120));
  const what = `Seen: ${signs.slice(0, 6).join(', ')}${signs.length > 6 ? ', …' : ''}.`;
  const own = evidence.reduce((sum, [, sighting]) => sum + sighting.own, 0);
  const first = evidence.find(([, { ownSites }]) => ownSites.length > 0)?.[1].ownSites[0];
  const libraries = [
    ...new Set(evidence.flatMap(([, { librarySites }]) => librarySites.map(({ library }) => library!))),
  ];
  const byOwn = first
    ? ` In ${own} place(s) of code that is of no known library, first in ${first.class.slice(0, 200)}${first.method === '' ? '' : `, ${first.method.slice(0, 100)}`}.`
    : '';
  const byLibrary = libraries.length > 0 ? ` In code of ${libraries.slice(0, 5).join(', ')}.` : '';
  return `${what}${byOwn}${byLibrary}`;
}

function permissionWords(
  wanted: readonly string[],
  declared: readonly string[],
  held: ReadonlySet<string> | undefined,
): string {
  if (wanted.length === 0) return '';
  const say = (name: string): string => name.replace(/^bind:/, 'a component guarded by ');
  if (!held) return 'Whether the manifest asks for what this needs is not known.';
  if (declared.length > 0)
    return `The manifest declares ${declared.map(say).join(', ')}, and code that needs it is in the app.`;
  return `The manifest declares none of ${wanted.map(say).join(', ')}: without one of them this may not work.`;
}

function weaker(severity: Behaviour['severity']): Behaviour['severity'] {
  return severity === 'high' ? 'medium' : severity === 'medium' ? 'low' : 'info';
}

const locate = ({ class: name, method, entry }: CodeSite) => ({
  kind: 'method' as const,
  class: name,
  method,
  entry,
});
