import type { Found } from '../../indicators/index.ts';
import { deadDropOf, judgeHost } from '../hosts/judge-host.ts';
import type { AppText } from './app-text.ts';
import { isOfLibrary } from './library-owner.ts';

export interface Judged {
  readonly standing: 'observed' | 'proposed';
  /** Why it is only observed, or whose customer the host is; goes into `how`. */
  readonly note?: string;
  readonly confidence: number;
}

const observed = (note: string, confidence = 100): Judged => ({ standing: 'observed', note, confidence });
const proposed = (confidence = 100, note?: string): Judged => ({
  standing: 'proposed',
  confidence,
  ...(note === undefined ? {} : { note }),
});

const roleNotes = {
  namespace: 'name of a format, not an address',
  documentation: 'documentation or source of a library',
  platform: 'host of a platform',
  sdk: 'host of a service that many apps use',
  store: 'app store',
  example: 'placeholder',
  local: 'never leaves the device or its network',
} as const;

/** How much a value found in an app says about who runs it. Undefined: it is no such value, only looks like one. */
export function judgeFound(found: Found, text: AppText): Judged | undefined {
  if (isOfLibrary(text)) return observed('used by a common library only');
  switch (found.kind) {
    case 'url':
      return found.how?.includes('without a scheme') === true ? judgeBare(found, text) : judgeUrl(found);
    case 'domain':
    case 'ip':
      return judgeName(found, text);
    case 'email':
      return judgeEmail(found);
    default:
      return judgeOther(found as Found & { kind: string; standing?: string; confidence?: number }, text);
  }
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** An address without its `https://`: in programs `a.to?b:c` looks the same. */
function judgeBare(found: Found, text: AppText): Judged | undefined {
  if (
    isProgram(text) &&
    (!isWhole(found, text.text) || !/^[\w.-]+(:\d{2,5})?\/[\w./?=&%#-]*$/.test(found.reading))
  )
    return undefined;
  const host = hostOf(found.value);
  if (host === undefined) return undefined;
  const name: Found = { ...found, kind: 'domain', value: host, reading: host, start: 0, end: host.length };
  const judged = judgeName(name, { ...text, text: host });
  return judged && { ...judged, confidence: Math.min(judged.confidence, 80) };
}

/** Texts of programs, as against texts that people read. */
const isProgram = ({ origin, text }: AppText): boolean => origin !== 'resource' || !isProse(text);

function judgeUrl({ value }: Found): Judged {
  const host = hostOf(value) ?? '';
  const drop = deadDropOf(value);
  if (drop !== undefined) return proposed(100, `read from a public place: ${drop}`);
  if (isContact(value)) return proposed(100, 'address of a person or group on a messenger');
  const verdict = judgeHost(host);
  if (verdict.kind === 'known') return observed(roleNotes[verdict.role]);
  if (verdict.kind === 'local') return observed(roleNotes.local);
  if (verdict.kind === 'tenant') return proposed(100, `customer’s host at ${verdict.vendor}`);
  // Templates such as http://%s/ or https://host/ are no place yet.
  return /[%{}$<>]/.test(host) || !host.includes('.') ? observed('incomplete address', 60) : proposed();
}

const contact =
  /^https?:\/\/(t\.me|telegram\.me|wa\.me|api\.whatsapp\.com\/send|chat\.whatsapp\.com|line\.me\/(ti|R)|lin\.ee|zalo\.me|m\.me|signal\.(me|group)|discord\.(gg|com\/invite)|join\.skype\.com|u\.wechat\.com|work\.weixin\.qq\.com\/(kfid|ca))[/?#]?[^/]/i;

/** Links that lead to somebody, whatever platform carries them. */
export function isContact(url: string): boolean {
  return contact.test(url) && !/^https?:\/\/(t\.me|telegram\.me)\/(share|iv|proxy|socks)\b/i.test(url);
}

const packageHeads =
  /^(com|org|net|io|cn|me|de|fr|uk|co|android|androidx|java|javax|kotlin|kotlinx|sun|dalvik|edu|gov|app|dev|ru|jp|kr|vn|in|us|tv|ai|plus|uni|im|xyz|top|info|biz|eu|nl|it|es|pl|br|ca|ch|at|be|se|no|dk|fi|cz|hu)\./;
/** Names turned round, system properties, objects: never hosts. */
const neverHosts =
  /^(com|org|net|edu|gov|java|javax|android|androidx|kotlin|kotlinx|dalvik|sun|io|ro|sys|persist|debug|init|vold|ril|gsm|wifi|dev|service|this|self|window|document|math|json|object|array|event|module|exports|console|process)\..*(?<!\.(com|net|cn|org))$/;
/** Endings that are English words or members of objects: two labels of these are code far more often than hosts. */
const wordEndings =
  /\.(app|name|info|id|is|to|in|at|my|me|no|so|do|dev|page|link|click|live|media|store|online|site|run|zone|work|works|date|style|data|map|call|bind|watch|video|audio|image|text|list|menu|group|team|center|cloud|space|show|open|play|plus|pub|now|new|next|one|top|lat|bar|box|day|eat|fit|gay|how|ist|mov|zip|md|py|rs|sh|cc|tv|fm|am|pm|as|by|us|it|be|de|es|pl|ps|pn|py|sc|sn|st|tk|ws|li|lc|la|gs|gl|ga|fo|et|dj|cx|cm|cl|ci|bz|bs|bi|ag|ad|ac|target|select|search|security|support|system|tools|network|download|email|report|reviews|services|software|social|style|total|trade|training|blue|black|red|green|pink|bold|inc|int|js|ts|net)$/;

/** A bare name or address: whether it is one depends on where it stands. */
function judgeName(found: Found, text: AppText): Judged | undefined {
  const whole = isWhole(found, text.text);
  const code = isProgram(text);
  if (found.kind === 'ip') return judgeAddress(found, text, whole);
  const { value } = found;
  if (code && !whole && !isProse(text.text)) return undefined;
  if (text.origin === 'native' && !whole) return undefined;
  if (/[A-Z_]/.test(found.reading) && code) return undefined;
  const labels = value.split('.');
  if (code && (neverHosts.test(value) || /\.(test|example)$/.test(value))) return undefined;
  if (code && !value.startsWith('www.') && !(labels.length > 2 && hostWord.test(value))) {
    if (packageHeads.test(value) && !/\.(com|net|cn|org|io)$/.test(value)) return undefined;
    if (labels.length === 2 && wordEndings.test(value)) return undefined;
    if (!commonEnding.test(value)) return observed('may be a name in the program', 40);
  }
  const verdict = judgeHost(value);
  if (verdict.kind === 'known') return observed(roleNotes[verdict.role]);
  if (verdict.kind === 'local') return observed(roleNotes.local);
  if (verdict.kind === 'tenant') return proposed(90, `customer’s host at ${verdict.vendor}`);
  return proposed(code ? 80 : 90);
}

const hostWord =
  /^(api|app|apis|www\d?|m|h5|wap|cdn|img|static|ws|wss|im|kf|kefu|chat|pay|admin|gateway|gw|open|web|mobile|trade|quote|socket|upload|file|files|oss|res|config|cfg|update|dl|down|download|service|server|host|mail|smtp|ftp|login|auth|user|data|push|line\d*|node\d*|s\d+)[.-]/;
const commonEnding =
  /\.(com|net|org|cn|cc|vip|top|xyz|io|co|club|shop|site|online|live|biz|info|pro|ltd|fun|icu|asia|hk|tw|sg|jp|kr|vn|th|id|my|ph|in|ru|uk|eu|us|br|mx|example|test|onion)$/;

function isWhole({ start, end }: Found, text: string): boolean {
  return text.slice(0, start).trim() === '' && /^[\s\u200b]*([:/?#]\S*)?$/.test(text.slice(end));
}

let lastText = '';
let lastIsProse = false;

/** Words between spaces, without the signs of a program. Of the last text the answer is kept: a text can hold a thousand names. */
function isProse(text: string): boolean {
  if (text !== lastText) {
    lastIsProse = /[\s\u3000-\uffef]/.test(text.trim()) && !/[{}[\];=&|\\]|\(\)|=>/.test(text);
    lastText = text;
  }
  return lastIsProse;
}

function judgeAddress(found: Found, text: AppText, whole: boolean): Judged | undefined {
  const { value } = found;
  const verdict = judgeHost(value);
  if (verdict.kind === 'local') return observed(roleNotes.local);
  const [first = 0, second = 0, , last = 0] = value.split('.').map(Number);
  if (found.subtype === 'ipv4' && (first === 0 || first < 8)) return observed('may be a version number', 30);
  if (
    /\bversion|\bv\d|sdk|build/i.test(`${text.name ?? ''} ${text.text.slice(0, 200)}`) &&
    !/:\/\//.test(text.text)
  )
    return observed('may be a version number', 30);
  if (value === '8.8.8.8' || value === '8.8.4.4' || value === '1.1.1.1' || value === '114.114.114.114')
    return observed('public name server');
  // Object identifiers (2.5.29.17, 1.3.6.1) and sets of small numbers are written the same way.
  if (first < 10 || (first < 32 && second < 32 && last < 32)) return observed('may be a version number', 30);
  return whole || text.origin !== 'native' ? proposed(90) : observed('stands inside other bytes', 50);
}

const libraryMail =
  /^(noreply|no-reply|info|dev|developer|opensource|open-source|android|support|contact|legal|git|license|example|user|username|name|test|foo|john|jane|me|you|your|email|mail)@/;

function judgeEmail({ value }: Found): Judged {
  const host = value.slice(value.lastIndexOf('@') + 1);
  const verdict = judgeHost(host);
  if (freeMail.test(host)) return proposed(90);
  if (verdict.kind === 'known') return observed(roleNotes[verdict.role]);
  if (verdict.kind === 'local') return observed(roleNotes.local);
  return libraryMail.test(value) && authors.test(host) ? observed('author of a library') : proposed(90);
}

const freeMail =
  /^(gmail|googlemail|yahoo|ymail|outlook|hotmail|live|msn|icloud|aol|proton|protonmail|pm|tutanota|tuta|gmx|web|mail|yandex|qq|163|126|sina|foxmail|aliyun|139|naver|daum|rediffmail|zoho)\.[a-z.]{2,6}$/;
const authors = /(apache|github|gitlab|mozilla|gnu|openssl|w3)\./;

function judgeOther(found: Found, text: AppText): Judged | undefined {
  const linked = /:\/\/|^[\w.-]+\.\w+\//.test(found.reading);
  if (text.origin === 'native' && found.kind !== 'wallet' && !linked) return undefined;
  if (isProgram(text) && !linked) {
    // Long numbers in programs are constants, times and identifiers; `a.b` and `@name` are members and annotations.
    if (['card', 'bank-account', 'payment-id', 'transaction'].includes(found.kind)) return undefined;
    if (found.kind === 'phone' && !found.reading.includes('+')) return undefined;
    if (found.kind === 'handle' && !/^@\w{5,32}$/.test(text.text.trim())) return undefined;
  }
  const confidence = found.confidence ?? 100;
  if (found.kind === 'phone' && found.reading.includes('+')) return proposed(Math.min(confidence, 90));
  if (linked && (found.kind === 'phone' || found.kind === 'handle')) return judgeLinked(found, confidence);
  return { standing: found.standing === 'proposed' ? 'proposed' : 'observed', confidence };
}

/** A name or number in a link to a messenger leads to somebody; one in a link to a social network may be a library's. */
function judgeLinked({ reading, standing }: Found, confidence: number): Judged {
  const link = /^[a-z]+:\/\//i.test(reading) ? reading : `https://${reading}`;
  return isContact(link) ||
    (standing === 'proposed' && !/(twitter|x|facebook|github|instagram|youtube|linkedin)\.com/i.test(link))
    ? proposed(confidence)
    : observed('account on a platform', confidence);
}
