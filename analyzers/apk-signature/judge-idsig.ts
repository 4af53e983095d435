import { judgeCertificate } from '../../src/apps/index.ts';
import type { Sink } from '../../src/contract/index.ts';
import type { Idsig, IdsigAnomalyCode, IdsigVerdict } from '../../src/formats/index.ts';

type FindingInput = Parameters<Sink['finding']>[0];

/** What a v4 signature says about its maker, and what is wrong with it. */
export function judgeIdsig(idsig: Idsig, verdict: IdsigVerdict): FindingInput[] {
  const certificates = idsig.signers.flatMap(({ certificate }) => certificate ?? []);
  const unique = new Map(certificates.map((certificate) => [certificate.sha256, certificate]));
  return [
    ...[...unique.values()].flatMap(judgeCertificate),
    ...judgeBroken(idsig, verdict),
    ...judgeTree(verdict),
    ...judgeAdditional(idsig),
    ...judgeAnomalies(idsig),
  ];
}

function judgeBroken({ signers }: Idsig, verdict: IdsigVerdict): FindingInput[] {
  const broken = verdict.signers.flatMap((check, at) =>
    check.verdict === 'broken' ? [{ signer: signers[at], reason: check.reason }] : [],
  );
  if (broken.length === 0) return [];
  const names = broken
    .slice(0, 5)
    .map(({ signer }) => signer?.certificate?.subject.slice(0, 200) ?? 'unknown');
  return [
    {
      id: 'signing/broken-v4',
      title: 'The v4 signature does not hold',
      detail: `Signer ${names.join('; ')}: ${broken[0]!.reason}. The certificate may have been copied from another app; do not take it as a trace of the maker.`,
      severity: 'medium',
    },
  ];
}

function judgeTree({ tree }: IdsigVerdict): FindingInput[] {
  if (tree.state !== 'differs') return [];
  return [
    {
      id: 'malformed/idsig-tree',
      title: 'The hashes of pages do not lead to the signed root',
      detail:
        'The file was damaged or changed after signing. Android would refuse to read a package by it. Without these hashes the length of the package is not known, and it is part of what is signed: the signature itself was not checked.',
      severity: 'low',
    },
  ];
}

function judgeAdditional({ signers }: Idsig): FindingInput[] {
  const bytes = Math.max(0, ...signers.map(({ additionalData }) => additionalData.length));
  if (bytes === 0) return [];
  return [
    {
      id: 'signing/v4-additional-data',
      title: 'The signature carries free bytes',
      detail:
        'The format has a place for bytes of any meaning, and Android’s own tools leave it empty. Some tool of the maker wrote something there; it was not interpreted.',
      severity: 'info',
      measure: { name: 'additional data', value: bytes, unit: 'byte' },
    },
  ];
}

const titles: Readonly<Record<IdsigAnomalyCode, string>> = {
  version: 'A signature file of a version that Android does not know',
  hashing: 'The signature file hashes in a way that Android does not know',
  'signers-size': 'The list of signers is larger than Android takes',
  cut: 'The signature file ends before what it announces',
  'tree-cut': 'The tree of page hashes is cut',
  'trailing-data': 'There are bytes after the end of the signature file',
};

function judgeAnomalies({ anomalies }: Idsig): FindingInput[] {
  return [...new Set(anomalies.map(({ code }) => code))].map((code) => {
    const own = anomalies.filter((anomaly) => anomaly.code === code);
    return {
      id: `malformed/idsig-${code}`,
      title: titles[code],
      detail: own.map(({ detail }) => `${detail}.`).join(' '),
      severity: 'low',
      locations: own.map(({ offset = 0 }) => ({ kind: 'bytes' as const, offset })),
    };
  });
}
