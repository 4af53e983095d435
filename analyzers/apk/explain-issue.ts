import type { SigningIssue, SigningIssueCode } from '../../src/formats/index.ts';

/** What the most common issues mean, in words that need no knowledge of signatures. */
const words: Partial<Record<SigningIssueCode, string>> = {
  'apk-format': 'Android’s verifier gives up on the file',
  'not-checked': 'not checked',
  'no-sig-for-target-sandbox-version': 'Android 8 and later want a v2 signature of this app; there is none',
  'min-sig-scheme-for-target-sdk-not-met':
    'Android 11 and later want a v2 signature of this app; there is none',
  'jar-sig-no-manifest': 'there is no list of signed entries',
  'jar-sig-no-signatures': 'there is no signature',
  'jar-sig-parse-exception': 'the signature block cannot be read',
  'jar-sig-did-not-verify': 'the signature does not match what is signed',
  'jar-sig-verify-exception': 'the signature cannot be used',
  'jar-sig-unsupported-sig-alg': 'Android does not know its algorithm',
  'jar-sig-missing-apk-sig-referenced': 'a newer signature was cut off',
  'jar-sig-manifest-section-digest-did-not-verify': 'the list of signed entries was changed after signing',
  'jar-sig-manifest-main-section-digest-did-not-verify':
    'the list of signed entries was changed after signing',
  'jar-sig-zip-entry-digest-did-not-verify': 'an entry was changed after signing',
  'jar-sig-no-zip-entry-digest-in-manifest': 'an entry was added after signing',
  'jar-sig-zip-entry-not-signed': 'an entry was added after signing',
  'jar-sig-zip-entry-signers-mismatch': 'entries are signed by different signers',
  'jar-sig-missing-zip-entry-referenced-in-manifest': 'a signed entry is missing',
  'jar-sig-duplicate-zip-entry': 'two entries have one name',
  'jar-sig-missing': 'v2 has a signer that v1 lacks',
  'v2-sig-missing': 'v1 has a signer that v2 lacks',
  'v2-sig-did-not-verify': 'the signature does not match what is signed',
  'v3-sig-did-not-verify': 'the signature does not match what is signed',
  'v2-sig-apk-digest-did-not-verify': 'the contents were changed after signing',
  'v3-sig-apk-digest-did-not-verify': 'the contents were changed after signing',
  'v2-sig-missing-apk-sig-referenced': 'a newer signature was cut off',
  'v2-sig-public-key-mismatch-between-certificate-and-signatures-record':
    'the signing key is not the one of the certificate',
  'v3-sig-public-key-mismatch-between-certificate-and-signatures-record':
    'the signing key is not the one of the certificate',
  'v3-sig-por-did-not-verify': 'the history of its certificates is forged or damaged',
  'v3-sig-por-cert-mismatch': 'the history of its certificates ends in another one',
  'v3-sig-past-signers-mismatch': 'the older signatures are by someone else',
  'v31-block-missing': 'the newest signature was cut off',
};

export function explainIssue({ code, detail }: SigningIssue): string {
  const said = words[code] ?? code.replaceAll('-', ' ');
  return detail === '' ? said : `${said} (${detail})`;
}
