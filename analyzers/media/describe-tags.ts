import type { Json, Sink } from '../../src/contract/index.ts';
import type { ImageTags } from '../../src/media/index.ts';

const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function statePlace(sink: Sink, exif: ImageTags['exif']): void {
  const { latitude, longitude } = exif;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return;
  sink.finding({
    id: 'media.place',
    title: 'The metadata names a place',
    detail: `Latitude ${latitude.toFixed(6)}, longitude ${longitude.toFixed(6)} (EXIF). This is what the file claims; metadata can be changed by anyone.`,
    severity: 'info',
  });
}

function stateDevice(sink: Sink, { exif, xmp }: ImageTags): void {
  const device = [text(exif['Make']), text(exif['Model'])].filter((v) => v !== undefined).join(' ');
  const software = text(exif['Software']) ?? text(xmp['xmp:CreatorTool']);
  const taken = text(exif['DateTimeOriginal']) ?? text(xmp['exif:DateTimeOriginal']);
  const zone = text(exif['OffsetTimeOriginal']);
  const parts = [
    device && `made with ${device}`,
    software && `written by ${software}`,
    taken && `taken ${taken}${zone ? ` ${zone}` : ' (no time zone given)'}`,
  ].filter((part) => part);
  if (parts.length === 0) return;
  sink.finding({
    id: 'media.origin',
    title: 'The metadata names a device, program or time',
    detail: `It says: ${parts.join('; ')}. This is what the file claims; metadata can be changed by anyone.`,
    severity: 'info',
  });
}

function stateSourceType(sink: Sink, { xmp }: ImageTags): void {
  const declared = text(xmp['Iptc4xmpExt:DigitalSourceType']);
  if (declared === undefined) return;
  sink.finding({
    id: 'media.digital-source-type',
    title: 'The metadata declares how the picture was made',
    detail: `IPTC digital source type: ${declared}. This is a declaration in the file, not a result of an examination.`,
    severity: 'info',
  });
}

/** Metadata as facts, and as findings where it answers when, where or with what. Absence is never a finding. */
export function describeTags(sink: Sink, tags: ImageTags): void {
  if (Object.keys(tags.exif).length > 0) sink.fact('exif', tags.exif);
  if (Object.keys(tags.xmp).length > 0) sink.fact('xmp', tags.xmp);
  statePlace(sink, tags.exif);
  stateDevice(sink, tags);
  stateSourceType(sink, tags);
  for (const what of tags.unread)
    sink.notExamined(
      what,
      'not-examinable',
      'The metadata could not be read: it is broken or of an unknown kind.',
    );
  if (tags.unread.length === 0) sink.examined('Picture: EXIF, IPTC, XMP and colour profile');
}
