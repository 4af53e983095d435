import {
  formedKeyRules,
  type KeyRule,
  namedKeyRules,
  secretNames,
  secretValue,
  type Vendor,
  vendors,
} from '../../../data/vendors/index.ts';
import type { AppText } from '../texts/app-text.ts';
import { isOfLibrary } from '../texts/library-owner.ts';

/** A key of a service found in an app. */
export interface VendorKey {
  readonly vendor: Vendor;
  readonly what: string;
  readonly value: string;
  readonly secret: boolean;
  readonly text: AppText;
}

export interface VendorWatch {
  see(text: AppText): void;
  /** Each key once, in order of sight. */
  readonly keys: readonly VendorKey[];
  /** Values that give access to something whose owner is not known. */
  readonly secrets: readonly { readonly name: string; readonly value: string; readonly text: AppText }[];
}

const byId = new Map(vendors.map((vendor) => [vendor.id, vendor]));
const MAX_KEYS = 500;
const MAX_VALUE = 4096;
const placeholders = /^(x+|0+|1234(5678(90?)?)?|your\w*|test\w*|example\w*|changeme|null|undefined|none)$/i;
const oneSign = /^(.)\1+$/;

/** One test that most texts fail. Every rule by form has a hint. */
const anyHint = new RegExp(
  formedKeyRules.map(({ hint }) => (hint ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
);
const rulesByName = new Map<string, readonly KeyRule[]>();
const MAX_NAMES = 5000;

/** Scripts use the same few names over and over. */
function rulesFor(name: string): readonly KeyRule[] {
  const known = rulesByName.get(name);
  if (known) return known;
  const rules = namedKeyRules.filter((rule) => rule.name?.test(name) === true);
  if (rulesByName.size >= MAX_NAMES) rulesByName.clear();
  rulesByName.set(name, rules);
  return rules;
}

/** The vendor of an id in the data. Undefined: there is none. */
export const vendorOf = (id: string): Vendor | undefined => byId.get(id);

/** Looks for keys of services in the texts of an app. */
export function watchVendorKeys(): VendorWatch {
  const keys = new Map<string, VendorKey>();
  const secrets = new Map<string, VendorWatch['secrets'][number]>();
  const note = (rule: KeyRule, text: AppText): boolean => {
    const match = rule.value.exec(text.text);
    const value = match?.[1] ?? match?.[0];
    const vendor = byId.get(rule.vendor);
    if (value === undefined || !vendor || placeholders.test(value) || oneSign.test(value)) return false;
    const id = `${rule.vendor}\0${value}`;
    if (!keys.has(id) && keys.size < MAX_KEYS)
      keys.set(id, { vendor, what: rule.what, value, secret: rule.secret === true, text });
    return true;
  };
  return {
    see(text) {
      if (text.text.length > MAX_VALUE || text.text.length < 5 || isOfLibrary(text)) return;
      let known = false;
      if (anyHint.test(text.text))
        for (const rule of formedKeyRules)
          if (rule.hint === undefined || text.text.includes(rule.hint)) known = note(rule, text) || known;
      const { name } = text;
      if (name === undefined || name.length > 120) return;
      for (const rule of rulesFor(name)) known = note(rule, text) || known;
      if (!known && secretNames.test(name) && secretValue.test(text.text) && !placeholders.test(text.text))
        if (secrets.size < MAX_KEYS && !/^[A-Z_]+$/.test(text.text))
          secrets.set(text.text, { name, value: text.text, text });
    },
    get keys() {
      return [...keys.values()];
    },
    get secrets() {
      return [...secrets.values()];
    },
  };
}
