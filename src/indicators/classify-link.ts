import type { Found } from './found.ts';
import { isLookalikeHost } from './lookalike.ts';
import { readSocialLink } from './social-links.ts';

/** A found value without its place. */
export type Meaning = Omit<Found, 'start' | 'end' | 'reading' | 'defanged'>;

const PACKAGE = /^[A-Za-z][\w]*(?:\.[A-Za-z][\w]*)+$/;
const appFile = /\.(?:apk|apks|xapk|aab|ipa|mobileconfig|wgt|plist|exe|msi|dmg|pkg|appx|deb)(?:[?#]|$)/i;

/** Kinds of link that lead to people or money. */
const telling: ReadonlySet<string> = new Set(['handle', 'group-link', 'payment-id']);

function appLink(value: string): Meaning[] {
  const name = /^market:.*[?&]id=([\w.]+)/i.exec(value)?.[1] ?? /[;#&]package=([\w.]+)/i.exec(value)?.[1];
  const telegram = /^tg:\/\/(?:resolve\?(?:.*&)?domain=|)([A-Za-z]\w{3,31})$/i.exec(value)?.[1];
  const phone = /^whatsapp:\/\/send\/?\?(?:.*&)?phone=\+?(\d{7,15})/i.exec(value)?.[1];
  if (phone !== undefined)
    return [{ kind: 'phone', subtype: 'whatsapp', value: `+${phone}`, how: 'from a whatsapp: link' }];
  if (telegram !== undefined)
    return [
      { kind: 'handle', subtype: 'telegram', value: telegram, how: 'from a tg: link', standing: 'proposed' },
    ];
  if (/^tg:/i.test(value)) return [{ kind: 'group-link', subtype: 'telegram', value, standing: 'proposed' }];
  if (/^itms-services:/i.test(value)) {
    const inside = /[?&]url=([^&]+)/i.exec(value)?.[1];
    const manifest = inside === undefined ? undefined : safeDecode(inside);
    const link: Meaning = { kind: 'store-link', subtype: 'over-the-air', value };
    return manifest !== undefined && /^https?:\/\//i.test(manifest)
      ? [
          link,
          { kind: 'url', subtype: 'app-download', value: manifest, how: 'inside an itms-services: link' },
        ]
      : [link];
  }
  const stores: Meaning[] = /^(?:market|itms-apps):/i.test(value) ? [{ kind: 'store-link', value }] : [];
  return name !== undefined && PACKAGE.test(name)
    ? [...stores, { kind: 'package', value: name, how: 'from a store link' }]
    : stores;
}

function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What a canonical link is: mostly a URL, but also an account, a group, a number, a store page with its package. */
export function classifyLink(value: string): Meaning[] {
  if (!/^(?:https?|ftps?|wss?|rtmps?):/i.test(value)) return appLink(value);
  if (!URL.canParse(value)) return [{ kind: 'url', value, check: 'none' }];
  const url = new URL(value);
  const social = readSocialLink(url);
  if (social?.kind === 'store-link') {
    const name = url.searchParams.get('id');
    const app: Meaning[] =
      name !== null && PACKAGE.test(name) ? [{ kind: 'package', value: name, how: 'from a store link' }] : [];
    return [social, ...app];
  }
  if (social !== undefined) return [telling.has(social.kind) ? { ...social, standing: 'proposed' } : social];
  const lookalike = isLookalikeHost(url.hostname);
  return [
    {
      kind: 'url',
      value,
      ...(appFile.test(url.pathname) ? { subtype: 'app-download' } : {}),
      ...(lookalike === undefined ? {} : { standing: 'proposed' as const, how: lookalike }),
    },
  ];
}
