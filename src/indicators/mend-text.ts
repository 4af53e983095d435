import type { FindOptions, Found } from './found.ts';

export function mendText(_text: string, _kept: Found[], _options: FindOptions): void {}
