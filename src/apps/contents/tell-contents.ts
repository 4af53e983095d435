import type { Json, NonAnswer } from '../../contract/index.ts';
import type { ContentFacts } from './content-notes.ts';
import type { ContentCoverage } from './read-contents.ts';

/** Facts about program parts that are not Java: libraries, compiled scripts, assemblies. Empty lists are left out. */
export function describeContents(facts: ContentFacts): Record<string, Json> {
  const told: Record<string, Json> = {};
  if (facts.native.length > 0)
    told['nativePrograms'] = facts.native.map((one) => ({
      ...one,
      needed: [...one.needed],
      jni: [...one.jni],
      anomalies: [...one.anomalies],
    }));
  if (facts.dart.length > 0) told['dartSnapshots'] = facts.dart.map((one) => ({ ...one }));
  if (facts.hermes.length > 0) told['hermesPrograms'] = facts.hermes.map((one) => ({ ...one }));
  if (facts.unity.length > 0) told['unityMetadata'] = facts.unity.map((one) => ({ ...one }));
  if (facts.masked.length > 0) told['maskedPrograms'] = facts.masked.map((one) => ({ ...one }));
  if (facts.assemblies.length > 0) told['dotnetAssemblies'] = [...facts.assemblies];
  return told;
}

interface Gap {
  readonly what: string;
  readonly reason: NonAnswer;
  readonly detail: string;
}

/** What could not be read of the contents, and why. */
export function gapsOf(
  facts: ContentFacts,
  coverage: ContentCoverage,
  { dropped, unsearched }: { readonly dropped: number; readonly unsearched: number },
): Gap[] {
  const gaps: Gap[] = [];
  const named = (list: readonly { entry: string }[]): string =>
    `${list
      .slice(0, 8)
      .map(({ entry }) => entry.slice(0, 120))
      .join(', ')}${list.length > 8 ? ', …' : ''}`;
  if (facts.encrypted.length > 0)
    gaps.push({
      what: `${facts.encrypted.length} encrypted scripts or data files`,
      reason: 'not-examinable',
      detail:
        `${named(facts.encrypted)}: by their names programs or data, but their bytes are encrypted; the key is made at run time. Addresses in them were not found.`.slice(
          0,
          1000,
        ),
    });
  const hidden = facts.unity.filter(({ readable }) => !readable);
  if (hidden.length > 0)
    gaps.push({
      what: 'Unity program texts',
      reason: 'not-examinable',
      detail: `${named(hidden)}: the tables are empty or encrypted.`.slice(0, 1000),
    });
  if (facts.cut.length > 0)
    gaps.push({
      what: `parts of ${facts.cut.length} files`,
      reason: 'not-run',
      detail: `${named(facts.cut)}: ${facts.cut[0]?.why ?? ''}.`.slice(0, 1000),
    });
  if (coverage.beyondLimit > 0)
    gaps.push({
      what: `texts of ${coverage.beyondLimit} further files`,
      reason: 'not-run',
      detail: 'The app holds more than is read of one app.',
    });
  if (unsearched > 0)
    gaps.push({
      what: `${unsearched} further texts, for addresses and other values`,
      reason: 'not-run',
      detail: 'The texts before them hold as much as is searched of one app.',
    });
  if (dropped > 0)
    gaps.push({
      what: `${dropped} further values`,
      reason: 'not-run',
      detail: 'More were found than one report lists; those that point to somebody come first.',
    });
  return gaps;
}
