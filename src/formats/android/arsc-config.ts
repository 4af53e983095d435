import { fits, u8, u16, u32 } from '../view.ts';

/** The parts of ResTable_config (AOSP ResourceTypes.h) that tell one variant of a resource from another. */
export interface ResConfig {
  /** BCP 47; empty for the default. */
  readonly locale: string;
  /** Dots per inch; 0: any. 0xfffe: any density (vectors). */
  readonly density: number;
  /** Smallest Android API level; 0: any. */
  readonly sdk: number;
  /** Set when anything else is fixed too (screen, night mode, operator…): such a variant is rarely the one shown. */
  readonly special: boolean;
}

/** Reads the config at `at`; fields beyond its declared size are zero. */
export function readConfig(bytes: Buffer, at: number): ResConfig {
  const size = Math.min(u32(bytes, at), 256);
  const config = bytes.subarray(at, fits(bytes, at, size) ? at + size : bytes.length);
  const language = unpackCode(config, 8, 0x61);
  const region = unpackCode(config, 10, 0x30);
  const script = readAscii(config, 36, 4);
  return {
    locale: [language, script, region].filter((part) => part !== '').join('-'),
    density: u16(config, 14),
    sdk: u16(config, 24),
    special: u32(config, 4) !== 0 || u16(config, 12) !== 0 || u32(config, 16) !== 0 || u32(config, 28) !== 0,
  };
}

/** Two letters as they are, or three packed into two bytes when the high bit is set (`unpackLanguageOrRegion`). */
function unpackCode(config: Buffer, at: number, base: number): string {
  const first = u8(config, at);
  const second = u8(config, at + 1);
  if (first === 0) return '';
  if ((first & 0x80) === 0)
    return /^[A-Za-z0-9]{2}$/.test(String.fromCharCode(first, second))
      ? String.fromCharCode(first, second)
      : '';
  const letters = [second & 0x1f, ((second & 0xe0) >> 5) + ((first & 0x03) << 3), (first & 0x7c) >> 2];
  return String.fromCharCode(...letters.map((letter) => letter + base));
}

function readAscii(config: Buffer, at: number, length: number): string {
  const text = config.toString('latin1', at, at + length).replace(/\0+$/, '');
  return /^[A-Za-z0-9]+$/.test(text) ? text : '';
}
