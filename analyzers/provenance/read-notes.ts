import { type Exif, type IptcTexts, readIptc, type Xmp } from '../../src/formats/index.ts';
import { type Note, note } from './traces.ts';

/** Fields of EXIF that are no texts, or say who and where rather than with what. */
const notNoted = new Set(['GPSDateStamp', 'GPSLatitudeRef', 'GPSLongitudeRef', 'CameraOwnerName']);

export function exifNotes(exif: Exif | undefined): Note[] {
  return [...(exif?.tags ?? [])].flatMap(([name, value]) =>
    typeof value === 'string' && !notNoted.has(name) ? note(`EXIF ${name}`, name, value) : [],
  );
}

const MAX_XMP_NOTES = 500;

export function xmpNotes(packets: readonly Xmp[]): Note[] {
  return packets
    .flatMap(({ properties }) => [...properties])
    .flatMap(([name, values]) =>
      values.flatMap((value) => note(`XMP ${name}`, name.slice(name.indexOf(':') + 1), value)),
    )
    .slice(0, MAX_XMP_NOTES);
}

/** Data sets of IPTC's record 2 (IIM 4.2) that name programs or origins. */
const iptcSets: readonly [number, string][] = [
  [40, 'Special Instructions'],
  [65, 'Originating Program'],
  [110, 'Credit'],
  [115, 'Source'],
  [120, 'Description'],
];

export function iptcNotes(photoshop: Buffer | undefined): Note[] {
  const texts: IptcTexts = photoshop ? readIptc(photoshop) : new Map();
  return iptcSets.flatMap(([set, name]) => {
    const key = name === 'Special Instructions' ? 'iptc special instructions' : name;
    return note(`IPTC ${name}`, name === 'Originating Program' ? 'software' : key, texts.get(set) ?? '');
  });
}
