/**
 * What is wrong with a signature. Names follow the issues that Android's own verifier (`apksigner verify`) prints, in
 * lower case, so that both can be compared; a few are ours and marked so.
 */
export const signingIssueCodes = [
  // ours: what makes Android's verifier give up before it looks at a signature
  'apk-format',
  'not-checked',
  'no-sig-for-target-sandbox-version',
  'min-sig-scheme-for-target-sdk-not-met',
  'jar-sig-no-manifest',
  'jar-sig-no-signatures',
  'jar-sig-max-signatures-exceeded',
  'jar-sig-missing-file',
  'jar-sig-duplicate-zip-entry',
  'jar-sig-unnnamed-manifest-section',
  'jar-sig-duplicate-manifest-section',
  'jar-sig-missing-zip-entry-referenced-in-manifest',
  'jar-sig-parse-exception',
  'jar-sig-no-signers',
  'jar-sig-unsupported-sig-alg',
  'jar-sig-verify-exception',
  'jar-sig-did-not-verify',
  'jar-sig-missing-version-attr-in-sig-file',
  'jar-sig-no-apk-sig-strip-protection',
  'jar-sig-unknown-apk-sig-scheme-id',
  'jar-sig-missing-apk-sig-referenced',
  'jar-sig-no-manifest-digest-in-sig-file',
  'jar-sig-manifest-main-section-digest-did-not-verify',
  'jar-sig-manifest-section-digest-did-not-verify',
  'jar-sig-unnnamed-sig-file-section',
  'jar-sig-duplicate-sig-file-section',
  'jar-sig-no-zip-entry-digest-in-sig-file',
  'jar-sig-no-zip-entry-digest-in-manifest',
  'jar-sig-zip-entry-not-signed',
  'jar-sig-zip-entry-signers-mismatch',
  'jar-sig-zip-entry-digest-did-not-verify',
  'jar-sig-no-signed-zip-entries',
  'jar-sig-unprotected-zip-entry',
  'jar-sig-missing',
  'v2-sig-missing',
  'v2-sig-malformed-signers',
  'v2-sig-no-signers',
  'v2-sig-max-signatures-exceeded',
  'v2-sig-malformed-signer',
  'v2-sig-malformed-signature',
  'v2-sig-no-signatures',
  'v2-sig-no-supported-signatures',
  'v2-sig-unknown-sig-algorithm',
  'v2-sig-malformed-public-key',
  'v2-sig-did-not-verify',
  'v2-sig-verify-exception',
  'v2-sig-malformed-certificate',
  'v2-sig-no-certificates',
  'v2-sig-public-key-mismatch-between-certificate-and-signatures-record',
  'v2-sig-malformed-digest',
  'v2-sig-sig-alg-mismatch-between-signatures-and-digests-records',
  'v2-sig-malformed-additional-attribute',
  'v2-sig-unknown-additional-attribute',
  'v2-sig-unknown-apk-sig-scheme-id',
  'v2-sig-missing-apk-sig-referenced',
  'v2-sig-apk-digest-did-not-verify',
  'v3-sig-malformed-signers',
  'v3-sig-no-signers',
  'v3-sig-malformed-signer',
  'v3-sig-malformed-signature',
  'v3-sig-no-signatures',
  'v3-sig-no-supported-signatures',
  'v3-sig-unknown-sig-algorithm',
  'v3-sig-malformed-public-key',
  'v3-sig-did-not-verify',
  'v3-sig-verify-exception',
  'v3-sig-malformed-certificate',
  'v3-sig-no-certificates',
  'v3-sig-public-key-mismatch-between-certificate-and-signatures-record',
  'v3-sig-malformed-digest',
  'v3-sig-sig-alg-mismatch-between-signatures-and-digests-records',
  'v3-sig-malformed-additional-attribute',
  'v3-sig-unknown-additional-attribute',
  'v3-sig-apk-digest-did-not-verify',
  'v3-sig-invalid-sdk-versions',
  'v3-min-sdk-version-mismatch-between-signer-and-signed-data-record',
  'v3-max-sdk-version-mismatch-between-signer-and-signed-data-record',
  'v3-sig-malformed-lineage',
  'v3-sig-por-did-not-verify',
  'v3-sig-por-cert-mismatch',
  'v3-inconsistent-sdk-versions',
  'v3-inconsistent-lineages',
  'v3-missing-sdk-versions',
  'v3-sig-multiple-signers',
  'v3-sig-multiple-past-signers',
  'v3-sig-past-signers-mismatch',
  'v31-block-found-without-v3-block',
  'v31-block-missing',
  'v31-rotation-min-sdk-mismatch',
  'v31-rotation-min-sdk-attr-missing',
  'v31-rotation-targets-dev-release-attr-on-v3-signer',
  'source-stamp-sig-missing',
  'source-stamp-signature-block-without-cert-digest',
  'source-stamp-malformed-certificate',
  'source-stamp-certificate-mismatch-between-signature-block-and-apk',
  'source-stamp-malformed-signature',
  'source-stamp-no-signature',
  'source-stamp-no-supported-signature',
  'source-stamp-did-not-verify',
  'source-stamp-verify-exception',
  'source-stamp-malformed-attribute',
  'source-stamp-invalid-timestamp',
  'source-stamp-por-cert-mismatch',
  'source-stamp-por-did-not-verify',
  'source-stamp-malformed-lineage',
] as const;
export type SigningIssueCode = (typeof signingIssueCodes)[number];

export interface SigningIssue {
  readonly code: SigningIssueCode;
  /** An error makes Android refuse; a warning does not. */
  readonly level: 'error' | 'warning';
  /** Names and numbers concerned; empty where the code says all. */
  readonly detail: string;
}

/** Collects issues, at most 200 of them: an archive of a million unsigned entries stays a short list. */
export interface IssueLog {
  readonly all: readonly SigningIssue[];
  /** True once an error was added. */
  readonly failed: boolean;
  error(code: SigningIssueCode, detail?: string): void;
  warn(code: SigningIssueCode, detail?: string): void;
}

const MAX_ISSUES = 200;

export function issueLog(): IssueLog {
  const all: SigningIssue[] = [];
  let failed = false;
  const add = (level: SigningIssue['level'], code: SigningIssueCode, detail = ''): void => {
    if (level === 'error') failed = true;
    if (all.length < MAX_ISSUES) all.push({ code, level, detail: detail.slice(0, 300) });
  };
  return {
    all,
    get failed() {
      return failed;
    },
    error: (code, detail) => add('error', code, detail),
    warn: (code, detail) => add('warning', code, detail),
  };
}
