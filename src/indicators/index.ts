export { findIndicators, MAX_TEXT_LENGTH } from './find-indicators.ts';
export type { FindOptions, Found, FoundKind } from './found.ts';
export { toIndicator } from './to-indicator.ts';
