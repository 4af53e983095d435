import { AnalysisFailure } from '../contract/index.ts';

const MAX_DEPTH = 32;
const MAX_VALUES = 200_000;

/**
 * Parses JSON that a jail sent. Bounds depth and number of values, refuses `__proto__` keys, and makes strings
 * storable: NUL is shown as U+2400 and a lone surrogate as U+FFFD, which PostgreSQL's jsonb would both refuse.
 *
 * Throws `AnalysisFailure('bad-output')`.
 */
export function parseHostileJson(text: string): unknown {
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AnalysisFailure('bad-output', 'The jail sent a message that is not JSON.');
  }
  return clean(value, { left: MAX_VALUES });
}

/** Before parsing: brackets outside strings. Afterwards every recursion over the value is safe. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > MAX_DEPTH)
        throw new AnalysisFailure('bad-output', `The jail sent a message nested deeper than ${MAX_DEPTH}.`);
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
}

function clean(value: unknown, budget: { left: number }): unknown {
  if (--budget.left < 0)
    throw new AnalysisFailure('bad-output', `The jail sent a message of more than ${MAX_VALUES} values.`);
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, budget));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (key === '__proto__')
      throw new AnalysisFailure('bad-output', 'The jail sent a message with a key that is not allowed.');
    return [cleanText(key), clean(item, budget)];
  });
  return Object.fromEntries(entries);
}

const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function cleanText(text: string): string {
  return text.replace(unstorable, (c) => (c === '\0' ? '\u2400' : '\ufffd'));
}
