import { appleAnchorOf } from '../../src/apps/index.ts';
import {
  type CmsSigner,
  type CodeDirectory,
  CS_ADHOC,
  type MachImage,
  matchesHash,
  type PlistDict,
} from '../../src/formats/index.ts';
import type { ResourceCheck } from './check-resources.ts';
import type { Binary, IosApp } from './ios-app.ts';

/** Who signed the main program, with which rights, and whether what was signed is what is here. */
export interface Signing {
  readonly signer: CmsSigner | undefined;
  /** Name of Apple's root that the signer's chain ends at. */
  readonly anchor: string | undefined;
  readonly directory: CodeDirectory | undefined;
  readonly entitlements: PlistDict | undefined;
  readonly entitlementsDiffer: boolean;
  /** True: signed by nobody, as side-loading tools do before installing. */
  readonly adHoc: boolean;
  readonly encrypted: boolean;
  /** Things that differ from what was signed, in words. */
  readonly changed: readonly string[];
}

/** Judges the image that today's devices run. Undefined: no program could be read. */
export function readSigning(
  app: IosApp,
  main: Binary | undefined,
  resources: ResourceCheck | undefined,
): Signing | undefined {
  const image = main && chooseImage(main.images);
  if (!image) return undefined;
  const { signature } = image;
  const directory = signature?.directories[0];
  const signer = signature?.cms?.signers[0];
  return {
    signer,
    anchor: signer && appleAnchorOf(signer),
    directory,
    entitlements: signature?.entitlements,
    entitlementsDiffer: signature?.entitlementsDiffer ?? false,
    adHoc: directory !== undefined && (!signer || (directory.flags & CS_ADHOC) !== 0),
    encrypted: image.encrypted !== undefined,
    changed: changesOf(app, main.images, resources),
  };
}

/** The 64-bit program where there are several: no device sold since 2013 runs the other. */
export function chooseImage(images: readonly MachImage[]): MachImage | undefined {
  return images.find(({ cpu }) => cpu.startsWith('arm64')) ?? images[0];
}

function changesOf(
  { info }: IosApp,
  images: readonly MachImage[],
  resources: ResourceCheck | undefined,
): string[] {
  const changed = new Set<string>();
  for (const { signature, encrypted, cpu } of images)
    for (const directory of signature?.directories ?? []) {
      // The App Store encrypts after signing: only the device sees the bytes that were signed.
      if (directory.pages === 'differ' && !encrypted) changed.add(`the program (${cpu})`);
      if (directory.changedParts.length > 0) changed.add('parts of the signature itself');
      const [infoHash, listHash] = [directory.special.get(1), directory.special.get(3)];
      if (info && infoHash && !matchesHash(info.bytes, directory.hash, infoHash)) changed.add('Info.plist');
      if (resources && listHash && !matchesHash(resources.list, directory.hash, listHash))
        changed.add('the list of signed files');
    }
  for (const name of resources?.changed.slice(0, 50) ?? []) changed.add(name.slice(0, 200));
  for (const name of resources?.missing.slice(0, 50) ?? []) changed.add(`${name.slice(0, 200)} (missing)`);
  return [...changed];
}
