import type { CmsSigner } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';
import { publicAnchorOf } from './public-anchor.ts';

/** Who signed a configuration profile, and what a device shows for it. */
export function judgeEnvelope(signer: CmsSigner | undefined): FindingInput[] {
  if (!signer)
    return say(
      'unsigned',
      'The profile is not signed',
      'info',
      'The device shows “Not Signed” in red and installs it all the same, if the user agrees. Anyone can have changed it on the way.',
    );
  const name = signer.certificate?.subject.slice(0, 300) ?? 'someone whose certificate is missing';
  if (signer.verdict === 'broken')
    return say(
      'broken',
      'The signature of the profile does not hold',
      'medium',
      `Signed by ${name}: ${signer.reason}. A device refuses it.`,
    );
  if (signer.verdict === 'not-checked')
    return say(
      'not-checked',
      'The signature of the profile could not be checked',
      'info',
      `Signed by ${name}: ${signer.reason}.`,
    );
  const anchor = publicAnchorOf(signer.chain);
  const when = signer.signingTime ? ` Signed at ${signer.signingTime}, by the signer’s clock.` : '';
  return anchor
    ? say(
        'signed',
        'The profile is signed, and the device shows “Verified”',
        'info',
        `Signed by ${name}; the chain leads to ${anchor.slice(0, 300)}. The certificate shows who controlled a name or company, not that the profile is honest; its issuer can say more about the holder.${when}`,
      )
    : say(
        'self-signed',
        'The profile is signed by someone whom no known authority vouches for',
        'low',
        `Signed by ${name}. The device shows “Not Verified” and installs it all the same, if the user agrees. The names may be made up; the same certificate in other profiles shows the same hand.${when}`,
      );
}

function say(id: string, title: string, severity: FindingInput['severity'], detail: string): FindingInput[] {
  return [{ id: `envelope/${id}`, title, severity, detail }];
}
