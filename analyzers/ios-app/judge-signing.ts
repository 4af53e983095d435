import { textAt, textsAt } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';
import type { IosApp } from './ios-app.ts';
import type { Signing } from './signing.ts';

/** What the signature of an app says about its maker. */
export function judgeSigning(app: IosApp, signing: Signing | undefined): FindingInput[] {
  if (!signing) return [];
  return [
    ...judgeSigner(signing),
    ...judgeChanges(signing),
    ...judgeDifferences(app, signing),
    ...judgeStore(app, signing),
  ];
}

function judgeSigner({ signer, anchor, directory, adHoc }: Signing): FindingInput[] {
  if (!directory)
    return say(
      'signing/unsigned',
      'The program is not signed',
      'low',
      'iOS runs no unsigned program: it is an unfinished build, was stripped, or waits to be signed by a side-loading tool.',
    );
  if (adHoc || !signer)
    return say(
      'signing/nobody',
      'The program is signed by nobody',
      'low',
      'The signature holds hashes but no signer. iOS refuses it unless the device is jailbroken or a side-loading tool signs it again.',
    );
  if (signer.verdict === 'broken')
    return say(
      'signing/broken',
      'The signature of the program does not hold',
      'medium',
      `${signer.certificate?.subject.slice(0, 500) ?? 'Signer not named'}: ${signer.reason}. The certificate may have been copied from another app; do not take it as a trace of the maker.`,
    );
  if (signer.verdict === 'verified' && anchor) return [];
  return say(
    'signing/not-apple',
    'The signer’s certificate was not issued by Apple',
    'medium',
    `Signed by ${signer.certificate?.subject.slice(0, 500) ?? 'someone whose certificate is missing'}; no chain leads from there to one of Apple’s root certificates. iOS refuses it. The names in it may be made up.`,
  );
}

function judgeChanges({ changed }: Signing): FindingInput[] {
  if (changed.length === 0) return [];
  return say(
    'signing/changed',
    'The app was changed after it was signed',
    'medium',
    `Not as signed: ${changed.slice(0, 20).join(', ')}${changed.length > 20 ? ', …' : ''}. iOS refuses it as it is. Either it was edited and waits to be signed again, or it is damaged. The signer did not sign these bytes.`,
  );
}

/** Names that should be the same everywhere in an app that was built and signed by one maker. */
function judgeDifferences({ provision, info }: IosApp, signing: Signing): FindingInput[] {
  const teams = new Set(
    [
      signing.directory?.teamId,
      textAt(signing.entitlements, 'com.apple.developer.team-identifier', 100),
      ...(provision?.teamIds ?? []),
    ].filter((id) => id !== undefined),
  );
  const findings: FindingInput[] = [];
  if (teams.size > 1)
    findings.push(
      ...say(
        'signing/teams-differ',
        'Signature and profile name different teams',
        'medium',
        `Named: ${[...teams].join(', ')}. An app that was signed again by somebody else can look like this.`,
        ['T1632.001'],
      ),
    );
  const granted = textAt(provision?.entitlements, 'application-identifier', 500);
  if (granted && info?.bundleId && !covers(granted, info.bundleId))
    findings.push(
      ...say(
        'signing/other-app-profile',
        'The profile was made for another app',
        'medium',
        `The profile allows ${granted}; the app calls itself ${info.bundleId}. iOS refuses it as it is.`,
      ),
    );
  const used = signing.signer?.certificate;
  if (
    used &&
    provision &&
    provision.certificates.length > 0 &&
    !provision.certificates.some((one) => one.sha256 === used.sha256)
  )
    findings.push(
      ...say(
        'signing/not-in-profile',
        'The profile does not allow this signer',
        'medium',
        `${used.subject.slice(0, 500)} is not among the ${provision.certificates.length} developer certificate(s) of the profile. iOS refuses it as it is.`,
      ),
    );
  return [...findings, ...judgeResigned(signing)];
}

/** A re-signer often leaves the first maker's groups in place: they begin with another team. */
function judgeResigned({ entitlements, directory }: Signing): FindingInput[] {
  const team = directory?.teamId;
  if (!team) return [];
  const groups = textsAt(entitlements, 'keychain-access-groups', 300);
  const foreign = groups
    .map((group) => /^([A-Z0-9]{10})\./.exec(group)?.[1])
    .filter((id) => id !== undefined && id !== team);
  if (foreign.length === 0) return [];
  return say(
    'signing/other-team-left',
    'The rights of the app name another team than its signer',
    'info',
    `Signed by team ${team}; the key chain groups begin with ${[...new Set(foreign)].slice(0, 5).join(', ')}. Accounts that moved between companies look like this, and so do apps signed again.`,
  );
}

function judgeStore({ files, provision }: IosApp, { encrypted }: Signing): FindingInput[] {
  if (encrypted)
    return say(
      'signing/store-encrypted',
      'The program is encrypted by the App Store',
      'info',
      'It was bought or loaded from the App Store and is encrypted for that account. Its code and texts cannot be read without a device.',
    );
  const decrypted = files.files.some(({ inner }) => inner.startsWith('SC_Info/')) && !provision;
  if (!decrypted) return [];
  return say(
    'signing/store-decrypted',
    'The app comes from the App Store and was decrypted',
    'low',
    'It carries the App Store’s key files, but its program is not encrypted: someone took it out of a device’s memory, as is done before an app is changed and handed out again.',
    ['T1577'],
  );
}

/** `TEAM.*`, `TEAM.com.example.*` and `TEAM.com.example.app`. */
function covers(granted: string, bundleId: string): boolean {
  const pattern = granted.slice(granted.indexOf('.') + 1);
  if (pattern.endsWith('*')) return bundleId.startsWith(pattern.slice(0, -1));
  return pattern === bundleId;
}

function say(
  id: string,
  title: string,
  severity: FindingInput['severity'],
  detail: string,
  techniques: string[] = [],
): FindingInput[] {
  return [{ id, title, severity, detail, techniques }];
}
