/** Names of JPEG markers (ITU-T T.81 table B.1). */
export function nameOfMarker(marker: number): string {
  const [group, number] = [marker & 0xf0, marker & 0x0f];
  if (group === 0xe0) return `APP${number}`;
  if (marker >= 0xd0 && marker <= 0xd7) return `RST${number}`;
  if (marker in named) return named[marker]!;
  if (group === 0xc0) return `SOF${number}`;
  return `0x${marker.toString(16)}`;
}

const named: Readonly<Record<number, string>> = {
  196: 'DHT',
  200: 'JPG',
  204: 'DAC',
  216: 'SOI',
  217: 'EOI',
  218: 'SOS',
  219: 'DQT',
  220: 'DNL',
  221: 'DRI',
  254: 'COM',
};

export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const DQT = 0xdb;
export const DHT = 0xc4;
export const DRI = 0xdd;
export const COM = 0xfe;

/** Start of frame: all of C0–CF but DHT, JPG and DAC. */
export function isFrameMarker(marker: number): boolean {
  return (marker & 0xf0) === 0xc0 && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Markers without a length (T.81 B.1.1.3): restart, start and end of image, TEM. */
export function standsAlone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= EOI) || marker === 0x01;
}
