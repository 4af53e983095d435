import { type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { type MachAnomalyCode, type MachImage, type MachO, machLimits } from './macho.ts';
import { readImage } from './read-image.ts';

const FAT = 0xcafebabe;
const FAT_64 = 0xcafebabf;
const THIN: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);

/**
 * Reads a Mach-O file, thin or fat, of either width and byte order. Undefined: the bytes are not one. Never throws for
 * what they say; what is wrong is in `anomalies`.
 */
export function readMachO(bytes: Buffer): MachO | undefined {
  if (bytes.length < 28) return undefined;
  const log = anomalyLog<MachAnomalyCode>();
  const magic = bytes.readUInt32BE(0);
  if (THIN.has(magic)) {
    const image = readImage(bytes, 0, bytes.length, log);
    return { fat: false, images: image ? [image] : [], anomalies: log.all };
  }
  if (magic !== FAT && magic !== FAT_64) return undefined;
  const images = readSlices(bytes, magic === FAT_64, log);
  // A Java class begins with the same four bytes; it holds no slice that is a program.
  return images.length > 0 ? { fat: true, images, anomalies: log.all } : undefined;
}

function readSlices(bytes: Buffer, wide: boolean, log: AnomalyLog<MachAnomalyCode>): MachImage[] {
  const count = bytes.readUInt32BE(4);
  const step = wide ? 32 : 20;
  if (count > machLimits.slices)
    log.add('too-many-slices', `${count} programs are declared; ${machLimits.slices} are read`, {
      offset: 4,
    });
  const images: MachImage[] = [];
  for (let i = 0; i < Math.min(count, machLimits.slices); i++) {
    const at = 8 + i * step;
    if (at + step > bytes.length) {
      log.add('fat-header', 'the list of programs ends early', { offset: at });
      break;
    }
    const offset = wide ? Number(bytes.readBigUInt64BE(at + 8)) : bytes.readUInt32BE(at + 8);
    const size = wide ? Number(bytes.readBigUInt64BE(at + 16)) : bytes.readUInt32BE(at + 12);
    if (offset < 8 || offset + 28 > bytes.length) {
      log.add('slice-range', `program ${i} lies outside the file`, { offset: at });
      continue;
    }
    if (offset + size > bytes.length)
      log.add('slice-range', `program ${i} reaches beyond the end of the file`, { offset: at });
    const length = Math.min(size, bytes.length - offset);
    // No linker lays programs over each other; reading one many times over would cost without bound.
    if (images.some((image) => offset < image.offset + image.size && offset + length > image.offset)) {
      log.add('slice-range', `program ${i} lies in another one`, { offset: at });
      continue;
    }
    const image = readImage(bytes, offset, length, log);
    if (image) images.push(image);
  }
  return images;
}
