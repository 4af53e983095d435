import { ratios } from '../../data/provenance/answers.ts';
import { type SourceMeaning, type SourceType, sourceTypes } from '../../data/provenance/source-types.ts';
import type { C2paChecked, Xmp } from '../../src/formats/index.ts';
import { type FindingInput, supportOf } from './finding-input.ts';
import type { C2paState } from './judge-c2pa.ts';
import { quote } from './traces.ts';

/** A statement of how the file was made. */
export interface DeclaredOrigin {
  readonly type: SourceType | undefined;
  /** As written. */
  readonly value: string;
  /** In words: where it stands. */
  readonly place: string;
  /** How it is secured. */
  readonly by: 'signed-listed' | 'signed' | 'open';
}

/** All digital source types that the file declares: in signed actions and in XMP. */
export function declaredOrigins(
  xmp: readonly Xmp[],
  active: C2paChecked | undefined,
  state: C2paState,
): DeclaredOrigin[] {
  const by = state !== 'holds' ? 'open' : active?.trust.anchor ? 'signed-listed' : 'signed';
  const signed = (active?.actions ?? []).flatMap(({ sourceType, action }) =>
    sourceType === undefined ? [] : [declared(sourceType, `C2PA action ${quote(action, 60)}`, by)],
  );
  const open = xmp
    .flatMap(({ properties }) => [...properties])
    .filter(([name]) => /:DigitalSource(File)?Type$/i.test(name))
    .flatMap(([name, values]) => values.map((value) => declared(value, `XMP ${name}`, 'open')));
  return [...signed, ...open].slice(0, 50);
}

function declared(value: string, place: string, by: DeclaredOrigin['by']): DeclaredOrigin {
  const code = value.split('/').at(-1)?.toLowerCase();
  return { type: sourceTypes.find((one) => one.code.toLowerCase() === code), value, place, by };
}

const titles: Readonly<Partial<Record<SourceMeaning, string>>> = {
  generated: 'The file declares itself made by generative AI',
  'partly-generated': 'The file declares that parts of it were made by generative AI',
  captured: 'The file declares itself recorded from real life',
};

const securedWords: Readonly<Record<DeclaredOrigin['by'], string>> = {
  'signed-listed':
    'The statement is signed, the signature holds, and a listed authority vouches for the signer.',
  signed: 'The statement is signed and the signature holds, but nobody listed vouches for the signer.',
  open: 'The statement is not secured by a signature that holds: anyone can write or remove it.',
};

/** One finding for each meaning that is declared; the best secured statement speaks. */
export function judgeOrigin(origins: readonly DeclaredOrigin[]): FindingInput[] {
  const order = ['signed-listed', 'signed', 'open'] as const;
  return (['generated', 'partly-generated', 'captured'] as const).flatMap((meaning) => {
    const found = origins.filter(({ type }) => type?.meaning === meaning);
    const best = order.flatMap((by) => found.filter((one) => one.by === by))[0];
    return best ? [originFinding(meaning, best)] : [];
  });
}

function originFinding(
  meaning: 'generated' | 'partly-generated' | 'captured',
  one: DeclaredOrigin,
): FindingInput {
  const ratio = {
    'signed-listed': ratios.signedByListed,
    signed: ratios.signedByUnlisted,
    open: ratios.declared,
  };
  const made = meaning !== 'captured';
  return {
    id: `provenance.declares-${meaning}`,
    title: titles[meaning] ?? '',
    detail: `${one.place} says ${quote(one.value)}: ${one.type?.words}. ${securedWords[one.by]}`,
    severity: made ? 'medium' : 'info',
    ...(made
      ? {
          support: supportOf(
            ratio[one.by],
            `generators write this statement, and people rarely have a reason to write it falsely. ${securedWords[one.by]}`,
          ),
        }
      : {}),
  };
}
