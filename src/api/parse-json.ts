import { AssayError, type Json } from '../contract/index.ts';

const MAX_DEPTH = 32;

/**
 * Reads JSON as a careful receiver must (RFC 8259, I-JSON RFC 7493): UTF-8 without byte order mark, at most 32 levels,
 * no key twice, no `__proto__`, no NUL, no lone surrogates, no numbers beyond a double. Errors: `bad-request`.
 */
export function parseJson(bytes: Uint8Array): Json {
  const text = decode(bytes);
  scan(text);
  try {
    return JSON.parse(text, checkScalar) as Json;
  } catch (error) {
    if (error instanceof AssayError) throw error;
    throw new AssayError('bad-request', 'The body is not valid JSON.', { cause: error });
  }
}

function decode(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AssayError('bad-request', 'The body is not valid UTF-8.', { cause: error });
  }
  if (text.startsWith('\ufeff')) {
    throw new AssayError('bad-request', 'The body begins with a byte order mark. Send JSON without it.');
  }
  return text;
}

/** Walks the text once, before it is parsed: depth is bounded and keys are unique. */
function scan(text: string): void {
  const keys: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') {
      keys.push(char === '{' ? new Set() : undefined);
      if (keys.length > MAX_DEPTH) {
        throw new AssayError('bad-request', `The JSON is nested deeper than ${MAX_DEPTH} levels.`);
      }
    } else if (char === '}' || char === ']') {
      keys.pop();
    } else if (char === '"') {
      const end = endOfString(text, at);
      if (followedByColon(text, end)) addKey(keys.at(-1), text.slice(at, end));
      at = end - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function followedByColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at++;
  return text[at] === ':';
}

function addKey(keys: Set<string> | undefined, quoted: string): void {
  let key: unknown;
  try {
    key = JSON.parse(quoted);
  } catch {
    return; // JSON.parse of the whole says so.
  }
  if (typeof key !== 'string') return;
  if (key === '__proto__' || key.includes('\0') || hasLoneSurrogate(key)) {
    throw new AssayError('bad-request', 'The JSON has a key that is not allowed.');
  }
  if (keys?.has(key)) throw new AssayError('bad-request', 'The JSON has the same key twice in one object.');
  keys?.add(key);
}

function checkScalar(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AssayError('bad-request', 'The JSON has a number that is too large.');
  }
  if (typeof value === 'string' && (hasLoneSurrogate(value) || value.includes('\0'))) {
    throw new AssayError('bad-request', 'The JSON has text with NUL or half a character (a lone surrogate).');
  }
  return value;
}

/** With the `u` flag a whole pair is one character, so only a lone half matches. */
function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
