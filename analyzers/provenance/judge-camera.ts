import type { Json } from '../../src/contract/index.ts';
import type { Exif, ExifValue, Xmp } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';
import { quote } from './traces.ts';

const text = (value: ExifValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;

const number = (value: ExifValue | undefined): number | undefined =>
  typeof value === 'object' ? value[0] : undefined;

/** What cameras write about each exposure (CIPA DC-008 demands or recommends them). */
const EXPOSURE = ['ExposureTime', 'FNumber', 'ISO', 'FocalLength', 'ExposureProgram'];

/** Facts of EXIF about the camera. Places are only said to be there: they may belong to a victim. */
export function cameraFact(exif: Exif): Json {
  const { tags } = exif;
  return {
    make: text(tags.get('Make')) ?? null,
    model: text(tags.get('Model')) ?? null,
    software: text(tags.get('Software')) ?? null,
    taken: text(tags.get('DateTimeOriginal')) ?? null,
    modified: text(tags.get('ModifyDate')) ?? null,
    exposureFields: EXPOSURE.filter((name) => tags.has(name)),
    makerNote: tags.has('MakerNote'),
    hasPlace: tags.has('GPSLatitude'),
    hasThumbnail: exif.thumbnail !== undefined,
    directories: [...exif.directories],
  };
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Contradictions within EXIF and between EXIF and the picture. Missing metadata is never a finding by itself. */
export function judgeCamera(exif: Exif, size: PictureSize | undefined): FindingInput[] {
  return [...missingExposure(exif), ...otherSize(exif, size), ...changedLater(exif)];
}

function missingExposure({ tags }: Exif): FindingInput[] {
  const [make, model] = [text(tags.get('Make')), text(tags.get('Model'))];
  if (!make || !model || EXPOSURE.some((name) => tags.has(name))) return [];
  return [
    {
      id: 'provenance.camera-incomplete',
      title: 'A camera is named, but nothing it writes about an exposure is there',
      detail: `EXIF names ${quote(make, 80)} ${quote(model, 80)}, without exposure time, aperture, sensitivity or focal length. Cameras write these together; programs that copy or invent metadata often leave them out, and so do some that clean it.`,
      severity: 'low',
    },
  ];
}

function otherSize({ tags }: Exif, size: PictureSize | undefined): FindingInput[] {
  const [width, height] = [number(tags.get('PixelXDimension')), number(tags.get('PixelYDimension'))];
  if (!size || !width || !height) return [];
  const same =
    (width === size.width && height === size.height) || (width === size.height && height === size.width);
  if (same) return [];
  const shape = Math.abs(Math.log(width / height) - Math.log(size.width / size.height)) > 0.02;
  return [
    {
      id: 'provenance.size-differs',
      title: 'The picture has another size than its metadata says',
      detail: `EXIF says ${width} × ${height} pixels, the picture has ${size.width} × ${size.height}${shape ? ', in another shape: it was cropped or the metadata comes from another picture' : ': it was made smaller or larger after the metadata was written'}. Ordinary programs do this too.`,
      severity: 'info',
    },
  ];
}

function changedLater({ tags }: Exif): FindingInput[] {
  const [taken, modified] = [text(tags.get('DateTimeOriginal')), text(tags.get('ModifyDate'))];
  if (!taken || !modified || taken === modified) return [];
  return [
    {
      id: 'provenance.saved-later',
      title: 'The metadata says that the picture was saved anew after it was taken',
      detail: `EXIF: taken ${quote(taken, 40)}, saved ${quote(modified, 40)}. Any program that writes the file again does this; both dates can be set by anyone.`,
      severity: 'info',
    },
  ];
}

const MAX_STEPS = 50;

/** The editing history that Adobe’s programs keep in XMP (`xmpMM:History`). */
export function judgeHistory(xmp: readonly Xmp[]): { findings: FindingInput[]; fact: Json } {
  const values = (name: string): string[] =>
    xmp.flatMap(({ properties }) => [...(properties.get(name) ?? [])]).slice(0, MAX_STEPS);
  const [actions, programs, times] = ['stEvt:action', 'stEvt:softwareAgent', 'stEvt:when'].map(values);
  if (!actions || actions.length === 0) return { findings: [], fact: null };
  const named = [...new Set(programs)].slice(0, 6).map((one) => quote(one, 80));
  return {
    fact: {
      actions,
      programs: [...new Set(programs)],
      first: times?.[0] ?? null,
      last: times?.at(-1) ?? null,
    },
    findings: [
      {
        id: 'provenance.edit-history',
        title: `The metadata keeps a history of ${actions.length} editing steps`,
        detail: `XMP history: ${[...new Set(actions)]
          .slice(0, 10)
          .map((one) => quote(one, 40))
          .join(
            ', ',
          )}${named.length > 0 ? `, by ${named.join(', ')}` : ''}${times?.[0] ? `, from ${quote(times[0], 40)}` : ''}. It names programs and times, not what was changed in the picture.`,
        severity: 'info',
      },
    ],
  };
}
