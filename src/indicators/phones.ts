import { createRequire } from 'node:module';
import type * as Library from 'libphonenumber-js/max';

/** A telephone number that its country's plan has room for. */
export interface Phone {
  /** E.164. */
  readonly value: string;
  readonly country: string | undefined;
  readonly isMobile: boolean;
  /** False: the length is right, but no range of the plan is known to be given out (fiction, or newer than our tables). */
  readonly isValid: boolean;
}

let library: typeof Library | undefined;

/** Loaded at first use: its tables cost milliseconds that most texts need not pay. */
function load(): typeof Library {
  library ??= createRequire(import.meta.url)('libphonenumber-js/max') as typeof Library;
  return library;
}

const MOST_KEPT = 20_000;
const kept = new Map<string, Phone | undefined>();

/** Reads a number written with its country code (`+…`), or without as in `region`. Undefined where its length is wrong. */
export function readPhone(text: string, region?: string): Phone | undefined {
  const key = `${region ?? ''} ${text}`;
  if (kept.has(key)) return kept.get(key);
  const phone = parse(text, region);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, phone);
  return phone;
}

function parse(text: string, region: string | undefined): Phone | undefined {
  const options = {
    extract: false,
    ...(region === undefined ? {} : { defaultCountry: region as Library.CountryCode }),
  };
  const parsed = load().parsePhoneNumberFromString(text, options);
  if (parsed === undefined || !parsed.isPossible()) return undefined;
  const type = parsed.getType();
  return {
    value: parsed.number,
    country: parsed.country,
    isValid: parsed.isValid(),
    isMobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
  };
}
