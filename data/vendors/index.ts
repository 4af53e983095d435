export { formedKeyRules, type KeyRule, namedKeyRules, secretNames, secretValue } from './key-rules.ts';
export { type Vendor, vendors } from './vendors.ts';
