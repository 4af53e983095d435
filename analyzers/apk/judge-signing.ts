import { judgeCertificate } from '../../src/apps/index.ts';
import type { FindingInput } from './finding-input.ts';
import { judgeRanges } from './judge-ranges.ts';
import type { Signer, Signing } from './read-signing.ts';

/** What the signatures of an app say about its maker. */
export function judgeSigning(signing: Signing): FindingInput[] {
  return [
    ...judgeUnsigned(signing),
    ...signing.certificates.flatMap(judgeCertificate),
    ...judgeBroken(signing.signers),
    ...judgeRanges(signing),
    ...judgeJanus(signing),
    ...judgeBystanders(signing),
  ];
}

function judgeUnsigned({ signers, jar, block }: Signing): FindingInput[] {
  if (signers.length > 0) return [];
  const traces = jar.unreadable.length > 0 || block !== undefined;
  return [
    {
      id: traces ? 'signing/unreadable' : 'signing/unsigned',
      title: traces ? 'The signature cannot be read' : 'The app is not signed',
      detail: traces
        ? 'There are parts of a signature, but no signer could be read from them. Android would refuse to install it as it is.'
        : 'Android refuses to install an unsigned app. It may be a part of a larger package, an unfinished build, or cut.',
      severity: 'low',
      locations: jar.unreadable.map((path) => ({ kind: 'entry', path })),
    },
  ];
}

/** One finding per scheme: its signers stand and fall together. */
function judgeBroken(signers: readonly Signer[]): FindingInput[] {
  const broken = signers.filter((signer) => signer.check.verdict === 'broken');
  return [...new Set(broken.map(({ scheme }) => scheme))].map((scheme) => {
    const own = broken.filter((signer) => signer.scheme === scheme);
    const names = own.slice(0, 5).map(({ certificate }) => certificate.subject.slice(0, 200));
    return {
      id: `signing/broken-${scheme}`,
      title: `The ${scheme} signature does not hold`,
      detail: `Signer ${names.join('; ')}: ${own[0]!.check.reason.slice(0, 1000)}. The certificate may have been copied from another app; do not take it as a trace of the maker.`,
      severity: 'medium',
      locations: own
        .flatMap(({ entry }) => (entry ? [{ kind: 'entry' as const, path: entry }] : []))
        .slice(0, 20),
    };
  });
}

function judgeJanus({ janus }: Signing): FindingInput[] {
  if (!janus) return [];
  return [
    {
      id: 'signing/janus',
      title: 'Built to smuggle a program past the signature (Janus)',
      detail:
        'The file is a program and a signed package at once. Android before 8.1 checks the signature of the package and runs the program (CVE-2017-13156).',
      severity: 'high',
      techniques: ['T1577'],
      locations: [{ kind: 'bytes', offset: 0, length: 8 }],
    },
  ];
}

function judgeBystanders({ jar }: Signing): FindingInput[] {
  const signers = new Set(jar.signers.map((signer) => signer.certificate.sha256));
  const others = jar.bystanders.filter((certificate) => !signers.has(certificate.sha256));
  if (others.length === 0) return [];
  return [
    {
      id: 'signing/other-certificates',
      title: 'The signature carries certificates that signed nothing',
      detail: `${others.length} further certificate(s), such as ${others[0]!.subject.slice(0, 300)}. Readers that take the first certificate name the wrong signer. Chains of a company's own authority look the same.`,
      severity: 'info',
    },
  ];
}
