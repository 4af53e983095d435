import type { z } from 'zod';
import type { RouteTopic } from '../../../data/frameworks/index.ts';
import type { Finding, Location } from '../../contract/index.ts';
import type { FrameworkDetail } from '../frameworks/describe-frameworks.ts';
import type { AppText } from '../texts/app-text.ts';
import type { InviteWatch } from './watch-invites.ts';
import type { RouteWatch, TopicSeen } from './watch-routes.ts';
import type { SignalWatch } from './watch-signals.ts';

export type FindingInput = z.input<typeof Finding>;

const quote = (text: string): string => `“${text.replace(/\s+/g, ' ').slice(0, 80)}”`;
const sizeOf = ({ routes, words }: TopicSeen): number => routes.size + words.size;
const examples = ({ routes, words }: TopicSeen, most: number): string[] =>
  [...routes.keys(), ...words.keys()].slice(0, most).map(quote);

function places(texts: Iterable<AppText>, most = 30): Location[] {
  const all: Location[] = [];
  for (const { location } of texts) if (all.push(location) >= most) break;
  return all;
}

function* textsOf(watch: RouteWatch, topics: readonly RouteTopic[]): Generator<AppText> {
  for (const topic of topics) {
    yield* [...watch.topics[topic].routes.values()].slice(0, 8);
    yield* [...watch.topics[topic].words.values()].slice(0, 8);
  }
}

/**
 * Money can be paid in and asked back, and something is invested in between. One word is nothing: the least are a
 * route for each of deposits and withdrawals, or a screen word for each and two for investments.
 */
export function judgeInvestment(watch: RouteWatch): FindingInput | undefined {
  const { deposit, withdraw, invest } = watch.topics;
  if (sizeOf(deposit) === 0 || sizeOf(withdraw) === 0) return undefined;
  const money = sizeOf(deposit) + sizeOf(withdraw);
  const routed = deposit.routes.size > 0 && withdraw.routes.size > 0;
  if (!routed && sizeOf(invest) < 2 && money < 3) return undefined;
  const total = money + sizeOf(invest);
  return {
    id: 'investment-routes',
    title: 'The app has screens or server routes for depositing, withdrawing and investing money',
    detail: `Deposits: ${examples(deposit, 4).join(', ')}. Withdrawals: ${examples(withdraw, 4).join(', ')}.${
      sizeOf(invest) > 0 ? ` Investing: ${examples(invest, 5).join(', ')}.` : ''
    } ${total} different routes and screen words in all. Genuine brokers, banks and games have such screens too: this says what the app is about, not that it is false.`,
    severity: 'info',
    measure: { name: 'routes and screen words', value: total, unit: 'count', threshold: 2 },
    locations: places(textsOf(watch, ['deposit', 'withdraw', 'invest'])),
  };
}

export function judgeIdentityChecks(watch: RouteWatch): FindingInput | undefined {
  const { kyc } = watch.topics;
  if (sizeOf(kyc) < 2 && kyc.routes.size === 0) return undefined;
  const own = [...kyc.routes.keys()].some((route) => /kyc|idcard|realname|shiming|passport/i.test(route));
  if (!own && kyc.words.size === 0) return undefined;
  return {
    id: 'kyc-collection',
    title: 'The app asks for identity documents',
    detail: `${examples(kyc, 8).join(', ')}. Fraudulent investment apps collect passports and identity cards before the first deposit; genuine financial apps must do so by law.`,
    severity: 'info',
    techniques: ['T1660'],
    measure: { name: 'routes and screen words', value: sizeOf(kyc), unit: 'count', threshold: 1 },
    locations: places(textsOf(watch, ['kyc'])),
  };
}

/** A code that one must have to register: by a screen word together with a code, a link or a route. */
export function judgeInvitations(watch: RouteWatch, invites: InviteWatch): FindingInput | undefined {
  const { invite } = watch.topics;
  const coded = [...invite.words.keys()].filter((word) => !/friends|好友/.test(word));
  // A link with a referral in it asks nobody for anything: shops and projects link so.
  const demanded = invites.codes.some(({ fromReferral }) => !fromReferral);
  const strong = demanded || (coded.length > 0 && invite.routes.size > 0) || coded.length > 1;
  if (!strong) return undefined;
  const codes = invites.codes.map(({ code, how }) => `${quote(code)} (${how})`).slice(0, 6);
  return {
    id: 'invite-code-gate',
    title: 'Registration asks for an invitation code',
    detail: `${[...examples(invite, 5), ...codes].join(', ')}. Operators hand out codes so that only people they talk to can register, and to know which of their staff brought a victim. Shops and games have referral codes too.`,
    severity: 'low',
    measure: { name: 'codes written into the app', value: invites.codes.length, unit: 'count' },
    locations: places([...invites.codes.map(({ text }) => text), ...textsOf(watch, ['invite'])]),
  };
}

export function judgeHotUpdate(signals: SignalWatch): FindingInput | undefined {
  const seen = signals.of('hot-update');
  if (seen.length === 0) return undefined;
  return {
    id: 'hot-update',
    title: 'The app can replace its own program after it was installed',
    detail: `${seen.map(({ signal }) => signal.name).join('; ')}. What was examined here need not be what ran on the phone. Many genuine apps update this way.`,
    severity: 'low',
    techniques: ['T1407', 'T1661'],
    locations: places(seen.flatMap(({ texts }) => texts)),
  };
}

/** Programs whose bytes were covered by a mask. */
export function judgeMasked(
  masked: readonly { readonly entry: string; readonly kind: string; readonly key: string }[],
): FindingInput | undefined {
  if (masked.length === 0) return undefined;
  const named = masked
    .slice(0, 10)
    .map(({ entry, kind, key }) => `${entry.slice(0, 150)} (${kind}, key ${key})`);
  return {
    id: 'contents/masked-programs',
    title: 'A program is hidden inside the app under a mask',
    detail: `${named.join(', ')}. Every byte was changed by a short key so that scanners do not recognise it; the app takes the mask off when it runs. Its texts were read.`,
    severity: 'high',
    techniques: ['T1406'],
    locations: masked.slice(0, 100).map(({ entry }) => ({ kind: 'entry', path: entry })),
  };
}

/** An address that only says where the real addresses are. */
export interface DropSeen {
  readonly url: string;
  readonly name: string;
  readonly text: AppText;
}

const configuration =
  /config|conf\b|cfg|domain|host|line|server|update|api_?list|url|route|gateway|settings?|\.json|\.txt|raw|pastebin|t\.me\/s\//i;

export function judgeRemoteConfig(
  drops: readonly DropSeen[],
  signals: SignalWatch,
): FindingInput | undefined {
  const fetched = drops.filter(({ url }) => configuration.test(url));
  const firebase = signals.of('firebase-remote-config').flatMap(({ texts }) => texts);
  const ownFirebase = firebase.filter(
    (text) => text.owner === undefined || !text.owner.startsWith('com.google.'),
  );
  if (fetched.length === 0) return undefined;
  const named = fetched.slice(0, 10).map(({ url, name }) => `${name}: ${url.slice(0, 200)}`);
  return {
    id: 'remote-config-hosts',
    title: 'The app fetches its addresses from a public place',
    detail: `${named.join('; ')}${fetched.length > 10 ? '; …' : ''}. The servers it talks to can be changed there at any time and need not be in the app at all; the provider can say who placed the file and who fetched it.${
      ownFirebase.length > 0 ? ' It also uses Firebase Remote Config.' : ''
    }`,
    severity: 'medium',
    techniques: ['T1481.001'],
    measure: { name: 'addresses', value: fetched.length, unit: 'count' },
    locations: places(fetched.map(({ text }) => text)),
  };
}

export interface ShellInput {
  readonly details: readonly FrameworkDetail[];
  /** Classes of the program that belong to no known library; undefined: not counted. */
  readonly ownClasses: number | undefined;
  readonly usesWebView: boolean;
  /** Proposed addresses in code, resources and manifest, with their place. */
  readonly pages: readonly { readonly url: string; readonly location: Location }[];
  /** Names of frameworks whose program is inside the app. */
  readonly frameworks: readonly string[];
}

const MAX_OWN_CLASSES = 100;
const MAX_HOSTS = 2;
/** These bring no pages of their own. Cordova and its kin do: only their configuration can tell. */
const wrappers = new Set(['median', 'twa', 'appgeyser']);

/** An app that is little more than a window on a website. */
export function judgeShell(input: ShellInput): FindingInput | undefined {
  const configured = input.details.find(({ startUrl }) => startUrl !== undefined);
  const title = 'The app is little more than a window on a website';
  const meaning =
    'What users saw was made by the server behind it; little can be learned from the app itself. Packaging services make such shells by the hundred; honest shops and clubs use them too.';
  if (configured)
    return {
      id: 'single-webview-shell',
      title,
      detail: `Its configuration opens ${configured.startUrl?.slice(0, 300)} (${configured.framework}). ${meaning}`,
      severity: 'low',
      locations: [{ kind: 'entry', path: configured.entry }],
    };
  const hosts = new Set(
    input.pages.filter(({ url }) => /^https?:/i.test(url)).map(({ url }) => new URL(url).hostname),
  );
  const small = input.ownClasses !== undefined && input.ownClasses < MAX_OWN_CLASSES;
  const bare = input.frameworks.every((name) => wrappers.has(name));
  if (!small || !bare || !input.usesWebView || hosts.size === 0 || hosts.size > MAX_HOSTS) return undefined;
  return {
    id: 'single-webview-shell',
    title,
    detail: `It has ${input.ownClasses} classes of its own, uses a web view, and names no host but ${[...hosts].join(' and ')} (${input.pages[0]?.url.slice(0, 300)}). ${meaning}`,
    severity: 'low',
    measure: {
      name: 'classes of its own',
      value: input.ownClasses ?? 0,
      unit: 'count',
      threshold: MAX_OWN_CLASSES,
    },
    locations: input.pages.slice(0, 10).map(({ location }) => location),
  };
}
