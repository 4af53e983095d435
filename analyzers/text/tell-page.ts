import type { Sink } from '../../src/contract/index.ts';
import { findIndicators, toIndicator } from '../../src/indicators/index.ts';
import type { PageForm, PageLink } from './read-html.ts';

interface Linked {
  readonly links: readonly PageLink[];
  readonly forms: readonly PageForm[];
  readonly loads?: readonly { readonly what: string; readonly address: string }[];
}

function hostOf(address: string): string | undefined {
  try {
    const { protocol, hostname } = new URL(address);
    return /^https?:$/.test(protocol) ? hostname.replace(/^www\./, '') : undefined;
  } catch {
    return undefined;
  }
}

/** A link whose words name one site and whose target is another. */
function misleading({ shown, target }: PageLink): boolean {
  const said = /^(?:https?:\/\/)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?:[/?#]|$)/i.exec(shown.trim())?.[1];
  const leads = hostOf(target);
  if (!said || !leads) return false;
  const name = said.toLowerCase().replace(/^www\./, '');
  return leads !== name && !leads.endsWith(`.${name}`) && !name.endsWith(`.${leads}`);
}

const secrets: readonly [asks: RegExp, what: string][] = [
  [
    /password|passwd|passcode|\bpin\b|mot de passe|contrase|senha|密码|密碼|パスワード|비밀번호|пароль/i,
    'a password',
  ],
  [/card.?n|cc-|cvv|cvc|expir|kredit|card number|卡号/i, 'payment card details'],
  [/seed|mnemonic|recovery phrase|private.?key|助记词|私钥/i, 'a wallet’s recovery words or key'],
  [/\botp\b|one-time|verification.?code|验证码|認証コード/i, 'a one-time code'],
];

/** Where a page or mail leads, what it loads and what it asks for. */
export function tellPage(sink: Sink, { links, forms, loads = [] }: Linked): void {
  sink.fact(
    'links',
    links.slice(0, 1000).map((link) => ({ ...link, target: link.target.slice(0, 4000) })),
  );
  sink.fact(
    'forms',
    forms.map(({ action, asks }) => ({ action: action.slice(0, 4000), asks: [...asks] })),
  );
  const place = { kind: 'text', start: 0, end: 0 } as const;
  const seen = new Set<string>();
  const tell = (address: string, how: string): void => {
    for (const found of findIndicators(address.slice(0, 8000))) {
      if (seen.has(found.value)) continue;
      seen.add(found.value);
      sink.indicator(toIndicator(found, { confidence: 100, how, location: place }));
    }
  };
  for (const { target, shown } of links) tell(target, `target of a link that says “${shown.slice(0, 100)}”`);
  for (const { action } of forms) tell(action, 'where a form sends what is typed');
  for (const { what, address } of loads) tell(address, `loaded by the page (${what})`);
  const lies = links.filter(misleading);
  if (lies.length > 0)
    sink.finding({
      id: 'page/misleading-link',
      title: 'A link says one site and leads to another',
      detail: lies
        .slice(0, 20)
        .map(({ shown, target }) => `“${shown.slice(0, 200)}” leads to ${target.slice(0, 300)}`)
        .join(' · '),
      severity: 'medium',
      techniques: ['T1566'],
    });
  const asked = secrets
    .filter(([asks]) => forms.some((form) => form.asks.some((field) => asks.test(field))))
    .map(([, what]) => what);
  if (asked.length > 0)
    sink.finding({
      id: 'page/asks-for-secrets',
      title: `A form asks for ${asked.join(', ')}`,
      detail: `Sign-in pages of genuine services do this too: where it sends the answer matters. It sends to: ${[...new Set(forms.map(({ action }) => action || 'the page itself'))].slice(0, 10).join(', ').slice(0, 2000)}`,
      severity: 'low',
    });
}
