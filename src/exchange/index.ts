export { writeCart } from './cart.ts';
export { toStixBundle } from './stix/bundle.ts';
export type { StixBundle, StixObject } from './stix/types.ts';
export { toCsv } from './csv.ts';
export { defang, defangText, refang } from './defang.ts';
export type { Exportable } from './exportable.ts';
export { type CollectedIndicator, collectIndicators } from './indicators.ts';
export { INFECTED_PASSWORD, writeInfectedZip, type ZipCipher } from './infected-zip.ts';
export { showHostile } from './show-hostile.ts';
