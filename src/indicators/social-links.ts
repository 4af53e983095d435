import type { FoundKind } from './found.ts';

/** What a link leads to. */
export interface LinkMeaning {
  readonly kind: FoundKind;
  readonly value: string;
  readonly subtype?: string;
  readonly how?: string;
}

const HANDLE = '([A-Za-z0-9_.-]{2,64})';
const rule = (
  host: RegExp,
  path: string,
  kind: FoundKind,
  subtype: string,
  value: 'part' | 'link' | 'phone' | 'at-part' = 'part',
) => ({ host, path: new RegExp(path), kind, subtype, value });

/** First match wins. Paths are short and anchored. */
const rules = [
  rule(
    /^(?:t|telegram)\.me$|^telegram\.dog$/,
    '^/(?:\\+[\\w-]{8,}|joinchat/[\\w-]{8,}|addlist/[\\w-]+)',
    'group-link',
    'telegram',
    'link',
  ),
  rule(/^(?:t|telegram)\.me$|^telegram\.dog$/, '^/\\+(\\d{7,15})$', 'phone', 'telegram', 'phone'),
  rule(
    /^(?:t|telegram)\.me$|^telegram\.dog$/,
    '^/(?:s/|@)?([A-Za-z][A-Za-z0-9_]{3,31})(?:[/?].*)?$',
    'handle',
    'telegram',
  ),
  rule(/^wa\.me$/, '^/(?:qr|message|c)/[\\w]+', 'url', 'whatsapp', 'link'),
  rule(/^wa\.me$/, '^/\\+?(\\d{7,15})', 'phone', 'whatsapp', 'phone'),
  rule(
    /^(?:api|web)\.whatsapp\.com$/,
    '^/send/?\\?(?:.*&)?phone=(?:\\+|%2B|00)?(\\d{7,15})',
    'phone',
    'whatsapp',
    'phone',
  ),
  rule(
    /^(?:chat\.)?whatsapp\.com$/,
    '^/(?:channel/|invite/)?[A-Za-z0-9]{20,}',
    'group-link',
    'whatsapp',
    'link',
  ),
  rule(/^line\.me$/, '^/(?:R/)?ti/g2?/[\\w-]+', 'group-link', 'line', 'link'),
  rule(/^line\.me$/, '^/(?:R/)?ti/p/(?:~|%7E)([A-Za-z0-9._-]+)', 'handle', 'line'),
  rule(/^line\.me$/, '^/(?:R/)?ti/p/((?:@|%40)[A-Za-z0-9._-]+)', 'handle', 'line', 'at-part'),
  rule(/^page\.line\.me$/, '^/((?:@|%40)?[A-Za-z0-9._-]+)', 'handle', 'line', 'at-part'),
  rule(/^zalo\.me$/, '^/g/[\\w]+', 'group-link', 'zalo', 'link'),
  rule(/^zalo\.me$/, '^/(0?84\\d{9}|0\\d{9})$', 'phone', 'zalo', 'phone'),
  rule(/^open\.kakao\.com$/, '^/(?:o|me)/[\\w-]+', 'group-link', 'kakaotalk', 'link'),
  rule(/^pf\.kakao\.com$/, `^/${HANDLE}`, 'handle', 'kakaotalk'),
  rule(/^signal\.group$/, '^/#', 'group-link', 'signal', 'link'),
  rule(/^signal\.me$/, '^/#p/\\+?(\\d{7,15})', 'phone', 'signal', 'phone'),
  rule(/^(?:discord\.gg|discord\.com)$/, '^/(?:invite/)?[\\w-]{2,}$', 'group-link', 'discord', 'link'),
  rule(/^(?:m\.|www\.|web\.)?facebook\.com$/, '^/groups/[\\w.-]+', 'group-link', 'facebook', 'link'),
  rule(/^(?:m\.|www\.|web\.)?facebook\.com$/, '^/profile\\.php\\?id=(\\d{5,20})', 'handle', 'facebook'),
  rule(/^(?:m\.|www\.|web\.)?facebook\.com$/, '^/([A-Za-z0-9.]{5,50})/?(?:\\?.*)?$', 'handle', 'facebook'),
  rule(/^m\.me$/, `^/${HANDLE}`, 'handle', 'facebook'),
  rule(
    /^(?:www\.)?instagram\.com$|^ig\.me$/,
    '^/(?:m/)?([A-Za-z0-9_][A-Za-z0-9_.]{1,29})/?(?:\\?.*)?$',
    'handle',
    'instagram',
  ),
  rule(/^(?:www\.|mobile\.)?(?:twitter|x)\.com$/, '^/([A-Za-z0-9_]{3,15})/?(?:\\?.*)?$', 'handle', 'x'),
  rule(/^(?:www\.|m\.)?tiktok\.com$/, '^/@([A-Za-z0-9_.]{2,24})', 'handle', 'tiktok'),
  rule(/^(?:www\.|m\.)?youtube\.com$/, '^/@([A-Za-z0-9_.-]{3,30})', 'handle', 'youtube'),
  rule(/^(?:www\.)?snapchat\.com$/, '^/add/([A-Za-z0-9_.-]{3,15})', 'handle', 'snapchat'),
  rule(/^join\.skype\.com$/, '^/[\\w/]+', 'group-link', 'skype', 'link'),
  rule(/^(?:www\.)?paypal\.me$/, `^/${HANDLE}`, 'payment-id', 'paypal'),
  rule(/^cash\.app$/, '^/(\\$[A-Za-z0-9_-]{1,20})', 'payment-id', 'cashapp'),
  rule(/^play\.google\.com$/, '^/(?:store|apps)/', 'store-link', 'google-play', 'link'),
  rule(/^(?:apps|itunes)\.apple\.com$/, '/id\\d{6,}', 'store-link', 'app-store', 'link'),
  rule(/^testflight\.apple\.com$/, '^/join/', 'store-link', 'testflight', 'link'),
  rule(/^appgallery\.huawei\.com$|^appgallery\.cloud\.huawei\.com$/, '.', 'store-link', 'appgallery', 'link'),
  rule(
    /^(?:apps|galaxystore)\.samsung\.com$|^galaxystore\.samsung\.com$/,
    '.',
    'store-link',
    'galaxy-store',
    'link',
  ),
  rule(/^apps\.microsoft\.com$/, '.', 'store-link', 'microsoft-store', 'link'),
] as const;

/** Pages of the services themselves, which name nobody. */
const nobody = new Set([
  'share',
  'sharer',
  'sharer.php',
  'intent',
  'home',
  'login',
  'login.php',
  'search',
  'watch',
  'help',
  'about',
  'privacy',
  'policies',
  'terms',
  'settings',
  'explore',
  'reel',
  'reels',
  'stories',
  'events',
  'pages',
  'hashtag',
  'dialog',
  'plugins',
  'legal',
  'signup',
  'i',
  'p',
  'marketplace',
  'tr',
  'share.php',
  'accounts',
  'download',
  'proxy',
  'socks',
  'setlanguage',
]);

/** What a link to a messenger, social network, payment page or app store names; undefined for every other link. */
export function readSocialLink(url: URL): LinkMeaning | undefined {
  const host = url.hostname;
  const path = `${url.pathname}${url.search}${url.hash}`;
  for (const { host: hosts, path: paths, kind, subtype, value } of rules) {
    const match = hosts.test(host) ? paths.exec(path) : null;
    if (match === null) continue;
    if (value === 'link') return { kind, subtype, value: url.href };
    const part = (match[1] ?? '').replace(/^%40/, '@');
    if (part === '' || nobody.has(part.toLowerCase())) continue;
    const how = `from the link ${host}`;
    if (value === 'phone')
      return { kind, subtype, value: `+${part.replace(/^0(?=\d{9}$)/, '84').replace(/^0/, '')}`, how };
    return { kind, subtype, value: part, how };
  }
  return undefined;
}
