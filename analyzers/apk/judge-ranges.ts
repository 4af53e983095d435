import type { ApkVerdict, SigningIssueCode } from '../../src/formats/index.ts';
import { explainIssue } from './explain-issue.ts';
import type { FindingInput } from './finding-input.ts';
import { errorsOf, NEWEST, type Signing } from './read-signing.ts';

/** What the verdicts of Android's versions say together: refused, cut off, different by version, changed hands, stamped. */
export function judgeRanges(signing: Signing): FindingInput[] {
  return [
    ...judgeRefused(signing),
    ...judgeStripped(signing),
    ...judgeDifferent(signing),
    ...judgeLineage(signing),
    ...judgeStamp(signing),
    ...judgeUnprotected(signing),
  ];
}

function nameRange({ range }: ApkVerdict): string {
  const { minSdk, maxSdk } = range;
  if (maxSdk >= NEWEST) return `API level ${minSdk} and later`;
  return minSdk === maxSdk ? `API level ${minSdk}` : `API levels ${minSdk} to ${maxSdk}`;
}

function judgeRefused({ signers, ranges }: Signing): FindingInput[] {
  const newest = ranges.at(-1);
  if (signers.length === 0 || ranges.some(({ verified }) => verified) || !newest) return [];
  const first = newest.issues.find(({ level }) => level === 'error');
  return [
    {
      id: 'signing/refused',
      title: 'No version of Android would install the app as it is',
      detail: `${first ? `On the newest: ${explainIssue(first).slice(0, 500)}. ` : ''}It may have been changed or damaged after signing, on the way or on purpose.`,
      severity: 'low',
    },
  ];
}

const stripped: ReadonlySet<SigningIssueCode> = new Set([
  'jar-sig-missing-apk-sig-referenced',
  'v2-sig-missing-apk-sig-referenced',
  'v31-block-missing',
]);

function judgeStripped({ whole, ranges }: Signing): FindingInput[] {
  const all = [whole, ...ranges].flatMap(({ issues }) => issues);
  const issue = all.find(({ code, level }) => level === 'error' && stripped.has(code));
  if (!issue) return [];
  return [
    {
      id: 'signing/stripped',
      title: 'A newer signature was cut off',
      detail: `What is left says that there was one more: ${explainIssue(issue).slice(0, 500)}. Whoever changes a signed app cuts it off, so that older versions of Android check the weaker one only.`,
      severity: 'medium',
      techniques: ['T1577'],
    },
  ];
}

/** Different certificates on different versions, without a history that links them. */
function judgeDifferent({ ranges, block }: Signing): FindingInput[] {
  const verified = ranges.filter((verdict) => verdict.verified);
  const sets = new Set(verified.map(({ certificates }) => listHashes(certificates)));
  if (sets.size < 2) return [];
  const linked = verified.some(({ lineage }) => (lineage?.length ?? 0) > 1);
  const hashes = (block?.signers ?? []).length;
  const lines = verified.map(
    (verdict) =>
      `${nameRange(verdict)}: ${verdict.certificates
        .slice(0, 3)
        .map(({ sha256, subject }) => `${sha256.slice(0, 16)}… (${subject.slice(0, 100)})`)
        .join(', ')}`,
  );
  return [
    {
      id: linked ? 'signing/rotated' : 'signing/differs-by-version',
      title: linked
        ? 'The signing certificate was replaced'
        : 'Different versions of Android see different signers',
      detail: `${lines.join(' · ').slice(0, 4000)}. ${
        linked
          ? 'Each newer certificate was signed by the one before: the same hands, or hands that were given the key.'
          : 'Nothing links these certificates. Tools that look at one of the signatures only name the wrong signer.'
      }`,
      severity: linked ? 'info' : 'medium',
      measure: { name: 'signers in signature blocks', value: hashes, unit: 'count' },
      ...(linked ? {} : { techniques: ['T1577'] }),
    },
  ];
}

function listHashes(certificates: ApkVerdict['certificates']): string {
  return certificates
    .map(({ sha256 }) => sha256)
    .sort()
    .join();
}

function judgeLineage({ ranges }: Signing): FindingInput[] {
  const broken = ranges.some(({ issues }) =>
    issues.some(({ code }) => code === 'v3-sig-por-did-not-verify' || code === 'v3-sig-por-cert-mismatch'),
  );
  if (!broken) return [];
  return [
    {
      id: 'signing/false-lineage',
      title: 'The history of the signing certificates is forged or damaged',
      detail:
        'The app carries a list of former certificates, but one of them did not sign the next. Do not take the former certificates as traces of the maker.',
      severity: 'medium',
      techniques: ['T1577'],
    },
  ];
}

function judgeStamp({ stamp }: Signing): FindingInput[] {
  if (!stamp) return [];
  const { certificate, timestamp, verified } = stamp;
  const time = timestamp === undefined ? undefined : new Date(timestamp * 1000);
  const when = time && !Number.isNaN(time.getTime()) ? `, stamped ${time.toISOString()}` : '';
  return [
    {
      id: verified ? 'signing/source-stamp' : 'signing/source-stamp-broken',
      title: verified ? 'Stamped by a distributor' : 'The stamp of a distributor does not hold',
      detail: verified
        ? `A shop or distributor stamped the app when it handed it out: certificate ${certificate?.sha256} (${certificate?.subject.slice(0, 200)})${when}. It can be asked who uploaded it.`
        : `There are parts of a stamp: ${errorsOf(stamp.issues).join(', ').replaceAll('-', ' ')}. It may be left from another app.`,
      severity: 'info',
    },
  ];
}

/** Files that were put into META-INF after signing: v1 does not cover them. */
function judgeUnprotected({ whole, signers }: Signing): FindingInput[] {
  if (signers.some(({ scheme }) => scheme !== 'v1')) return [];
  const entries = whole.issues
    .filter(({ code }) => code === 'jar-sig-unprotected-zip-entry')
    .map(({ detail }) => detail);
  if (entries.length === 0) return [];
  return [
    {
      id: 'signing/unprotected-entries',
      title: `${entries.length} file(s) that the signature does not cover`,
      detail:
        'They lie in META-INF, where anyone can add or change files after signing. Distributors mark copies this way; so do those who count which victim came from which link.',
      severity: 'info',
      locations: entries.slice(0, 50).map((path) => ({ kind: 'entry', path })),
    },
  ];
}
