import { fieldOf, isCborMap, listOf, textOf } from '../cbor/cbor-fields.ts';
import { readCbor } from '../cbor/read-cbor.ts';
import type { JumbfBox } from '../jumbf/read-jumbf.ts';
import { type HashedUri, readHashedUri } from './hashes.ts';
import { cborOf, programOf } from './read-claim.ts';

/** Something that was done (`c2pa.actions`, specification section 18.15). */
export interface C2paAction {
  /** `c2pa.created`, `c2pa.edited`… */
  readonly action: string;
  readonly when: string | undefined;
  readonly program: string | undefined;
  /** IPTC’s address for how it was made. */
  readonly sourceType: string | undefined;
  readonly description: string | undefined;
}

/** A file that went into this one (section 18.16). */
export interface C2paIngredient {
  readonly title: string | undefined;
  readonly format: string | undefined;
  /** `parentOf`, `componentOf`, `inputTo`. */
  readonly relationship: string | undefined;
  /** Its own manifest, where it had one. */
  readonly manifest: HashedUri | undefined;
}

const MAX_LISTED = 100;

export function actionsIn(assertions: readonly JumbfBox[]): C2paAction[] {
  return assertions
    .filter(({ label }) => /^c2pa\.actions(\.v2)?(__\d+)?$/.test(label ?? ''))
    .flatMap((box) => {
      const body = cborOf(box);
      return listOf(fieldOf(body && readCbor(body), 'actions'), MAX_LISTED);
    })
    .filter(isCborMap)
    .slice(0, MAX_LISTED)
    .map((one) => ({
      action: textOf(fieldOf(one, 'action'), 120) ?? '',
      when: textOf(fieldOf(one, 'when'), 60),
      program: programOf(fieldOf(one, 'softwareAgent')),
      sourceType: textOf(fieldOf(one, 'digitalSourceType'), 200),
      description: textOf(fieldOf(one, 'description'), 300),
    }));
}

export function ingredientsIn(assertions: readonly JumbfBox[]): C2paIngredient[] {
  return assertions
    .filter(({ label }) => /^c2pa\.ingredient(\.v\d)?(__\d+)?$/.test(label ?? ''))
    .slice(0, MAX_LISTED)
    .map((box) => {
      const body = cborOf(box);
      const value = body && readCbor(body);
      return {
        title: textOf(fieldOf(value, 'dc:title'), 200),
        format: textOf(fieldOf(value, 'dc:format'), 100),
        relationship: textOf(fieldOf(value, 'relationship'), 40),
        manifest: readHashedUri(fieldOf(value, 'activeManifest', 'c2pa_manifest')),
      };
    });
}
