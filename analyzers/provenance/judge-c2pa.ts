import type { Json } from '../../src/contract/index.ts';
import type { C2paChecked, C2paStore, FoundStore } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';
import { quote } from './traces.ts';

/**
 * `holds`: signed, and the file is the one that was signed · `fails`: something of it does not hold · `not-checked`: it
 * could not be decided.
 */
export type C2paState = 'absent' | 'holds' | 'fails' | 'not-checked';

export interface C2paJudgement {
  readonly state: C2paState;
  readonly finding: FindingInput | undefined;
  readonly fact: Json;
  /** What could not be decided, in words. */
  readonly gap?: string;
}

/** What can be said of a store. `store` without `verified`: it is there and cannot be read. */
export function judgeC2pa(store: FoundStore | undefined, verified: C2paStore | undefined): C2paJudgement {
  if (!store) return { state: 'absent', finding: undefined, fact: { state: 'absent' } };
  const start = store.ranges[0]?.start ?? 0;
  const locations = [{ kind: 'bytes' as const, offset: start, length: store.bytes.length }];
  const active = verified?.active;
  if (!verified || !active)
    return {
      state: 'not-checked',
      fact: { state: 'not-checked' },
      gap: 'C2PA data is there; it is broken or of an unknown kind and cannot be read.',
      finding: {
        id: 'provenance.c2pa-unreadable',
        title: 'The file carries C2PA data that cannot be read',
        detail: `It is broken or of an unknown kind (${store.bytes.length} bytes); whether it is signed is not known. That alone says nothing about the picture.`,
        severity: 'low',
        locations,
      },
    };
  const problems = problemsOf(active, verified);
  const open = openOf(active, verified);
  const state = problems.length > 0 ? 'fails' : open.length > 0 ? 'not-checked' : 'holds';
  return {
    state,
    fact: { state, ...factOf(verified, active) },
    ...(open.length > 0 && state !== 'holds'
      ? { gap: `Present; they could not be checked to the end: ${open.join('; ')}.` }
      : {}),
    finding: { ...wordsOf[state](active, verified, [...problems, ...open]), locations },
  };
}

function problemsOf(active: C2paChecked, { binding }: C2paStore): string[] {
  return [
    ...(active.signature.verdict === 'fails' ? [active.signature.reason] : []),
    ...(binding.verdict === 'fails' ? [binding.reason] : []),
    ...active.broken
      .filter(({ why }) => why !== 'not-checked')
      .slice(0, 10)
      .map(
        ({ label, why }) =>
          `${quote(label, 80)} is ${why === 'missing' ? 'missing' : 'not as it was signed'}`,
      ),
  ];
}

/** Signers leave metadata out, which is a small part; a signature that leaves out the picture binds nothing. */
const MAX_UNCOVERED = 0.1;

function openOf(active: C2paChecked, { binding }: C2paStore): string[] {
  return [
    ...(active.signature.verdict === 'not-checked' ? [active.signature.reason] : []),
    ...(binding.verdict === 'not-checked' ? [binding.reason] : []),
    ...(binding.uncoveredShare > MAX_UNCOVERED
      ? [
          `the signer left ${Math.round(binding.uncoveredShare * 100)} % of the file out of the hash, so that it may be another file`,
        ]
      : []),
    ...active.broken
      .filter(({ why }) => why === 'not-checked')
      .map(({ label }) => `${quote(label, 80)} has an unknown hash`),
  ];
}

const UNSIGNED = 'The file carries C2PA data without a signature that can be read';

type Words = (active: C2paChecked, store: C2paStore, reasons: readonly string[]) => FindingInput;

const wordsOf: Readonly<Record<Exclude<C2paState, 'absent'>, Words>> = {
  holds: (active, store) => ({
    id: 'provenance.c2pa-holds',
    title: 'The file carries signed credentials (C2PA) that hold',
    detail: `The signature and all parts it covers are whole, and the file is the one that was signed. ${signerWords(active)} ${claimWords(active)}${earlierWords(store)}${uncoveredWords(store)} It shows who vouches for these statements and that nothing was changed since; it does not show that they are true.`,
    severity: 'info',
  }),
  fails: (active, _, reasons) => ({
    id: 'provenance.c2pa-fails',
    title: active.signer
      ? 'The file carries signed credentials (C2PA) that do not hold'
      : `${UNSIGNED}, and it does not hold`,
    detail: `What fails: ${reasons.join('; ')}. The file or its credentials were changed after signing; a platform that re-encodes a picture and keeps the old credentials does this too. ${signerWords(active)} ${claimWords(active)} None of these statements can be relied on.`,
    severity: 'medium',
  }),
  'not-checked': (active, _, reasons) => ({
    id: 'provenance.c2pa-unchecked',
    title: active.signer
      ? 'The file carries signed credentials (C2PA) that could not be checked to the end'
      : UNSIGNED,
    detail: `Open: ${reasons.join('; ')}. ${signerWords(active)} ${claimWords(active)}`.trim(),
    severity: 'info',
  }),
};

function signerWords(active: C2paChecked): string {
  const { signer, trust, timestamp, timestampTrust } = active;
  if (!signer) return 'No signer can be read: anyone could have written what stands there.';
  const who = `The certificate names the signer as ${quote(signer.subject)}`;
  const period = signer.notBefore && signer.notAfter ? ` (${signer.notBefore} to ${signer.notAfter})` : '';
  const listed = trust.anchor
    ? `, and ${quote(trust.anchor, 120)}, an authority on the C2PA trust list that ships with Assay, vouches for it`
    : `; this is not vouched for (${trust.reason}), so anyone could have written that name`;
  const stamped =
    timestamp?.verdict === 'holds'
      ? ` Time stamp: ${timestamp.time}, by ${timestampTrust?.anchor ? 'a listed' : 'an unlisted'} authority.`
      : timestamp
        ? ` A time stamp is there and does not count: ${timestamp.reason}.`
        : ` There is no time stamp: whether the certificate${period} was valid when it signed is not known.`;
  return `${who}${listed}.${stamped}${periodWords(active)}`;
}

/** Dates are compared as texts: all are RFC 3339 in UTC. */
function periodWords({ signer, timestamp }: C2paChecked): string {
  const time = timestamp?.verdict === 'holds' ? timestamp.time : undefined;
  if (!time || !signer?.notBefore || !signer.notAfter) return '';
  return time < signer.notBefore || time > signer.notAfter
    ? ' The certificate was not valid at the time of the time stamp.'
    : '';
}

function claimWords({ generator, actions, ingredients }: C2paChecked): string {
  const done = actions
    .slice(0, 8)
    .map(({ action, program }) => `${quote(action, 60)}${program ? ` by ${quote(program, 80)}` : ''}`);
  return [
    generator ? `Written by ${quote(generator, 160)}.` : '',
    done.length > 0 ? `Actions: ${done.join(', ')}${actions.length > done.length ? ', …' : ''}.` : '',
    ingredients.length > 0
      ? `Made from ${ingredients.length === 1 ? 'one other file' : `${ingredients.length} other files`}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What the store says of the files that went into this one. */
function earlierWords({ earlier }: C2paStore): string {
  const bad = earlier.filter(({ signature, broken }) => signature.verdict === 'fails' || broken.length > 0);
  return bad.length > 0 ? ` Of ${earlier.length} manifests of earlier files, ${bad.length} do not hold.` : '';
}

function uncoveredWords({ binding }: C2paStore): string {
  return binding.uncovered > 0
    ? ` The signer left ${binding.uncovered} bytes out of the hash; these anyone could have changed.`
    : '';
}

const MAX_LISTED = 50;

function factOf({ binding, earlier }: C2paStore, active: C2paChecked): { [key: string]: Json } {
  return {
    ...manifestFact(active),
    binding: { kind: binding.kind, verdict: binding.verdict, uncoveredBytes: binding.uncovered },
    earlier: earlier.slice(-MAX_LISTED).map(manifestFact),
  };
}

function manifestFact(one: C2paChecked): { [key: string]: Json } {
  const { signer, signature, timestamp } = one;
  return {
    label: one.label.slice(0, 200),
    kind: one.kind,
    generator: one.generator ?? null,
    title: one.title ?? null,
    signature: { verdict: signature.verdict, algorithm: signature.algorithm },
    signer: signer
      ? {
          subject: signer.subject,
          issuer: signer.issuer,
          sha256: signer.sha256,
          notBefore: signer.notBefore ?? null,
          notAfter: signer.notAfter ?? null,
          listedAuthority: one.trust.anchor ?? null,
        }
      : null,
    timestamp: timestamp
      ? {
          verdict: timestamp.verdict,
          time: timestamp.time ?? null,
          listedAuthority: one.timestampTrust?.anchor ?? null,
        }
      : null,
    broken: one.broken.slice(0, MAX_LISTED).map(({ label, why }) => ({ label, why })),
    assertions: one.assertions.slice(0, MAX_LISTED),
    actions: one.actions.slice(0, MAX_LISTED).map(({ action, when, program, sourceType }) => ({
      action,
      when: when ?? null,
      program: program ?? null,
      sourceType: sourceType ?? null,
    })),
    ingredients: one.ingredients.slice(0, MAX_LISTED).map(({ title, format, relationship, manifest }) => ({
      title: title ?? null,
      format: format ?? null,
      relationship: relationship ?? null,
      hasManifest: manifest !== undefined,
    })),
  };
}
