import {
  type BlockScheme,
  checkScheme,
  type SigningIssue,
  type VerifiableApk,
} from '../../src/formats/index.ts';
import { explainIssue } from './explain-issue.ts';

/**
 * `verified`: signature, public key and contents agree · `broken`: one of them does not, see `reason` · `not-checked`: too
 * large, or Android never looks at this scheme of the app.
 */
export interface SignerCheck {
  readonly verdict: 'verified' | 'broken' | 'not-checked';
  readonly reason: string;
}

/** Does each scheme hold by itself, by the rules of the newest Android that knows it? */
export async function checkSchemes(apk: VerifiableApk): Promise<Record<'v1' | BlockScheme, SignerCheck>> {
  const one = async (scheme: 'v1' | BlockScheme): Promise<SignerCheck> => {
    const verdict = await checkScheme(apk, scheme);
    if (!verdict) return { verdict: 'not-checked', reason: 'there is no such signature where Android looks' };
    return describe(verdict);
  };
  return { v1: await one('v1'), v2: await one('v2'), v3: await one('v3'), 'v3.1': await one('v3.1') };
}

function describe({ verified, issues }: { verified: boolean; issues: readonly SigningIssue[] }): SignerCheck {
  const errors = issues.filter((issue) => issue.level === 'error');
  const first = errors.find(({ code }) => code !== 'not-checked') ?? errors[0];
  if (verified || !first) return { verdict: 'verified', reason: 'signature and contents agree' };
  const reason = `${explainIssue(first)}${errors.length > 1 ? `, and ${errors.length - 1} more` : ''}`;
  return { verdict: first.code === 'not-checked' ? 'not-checked' : 'broken', reason };
}
