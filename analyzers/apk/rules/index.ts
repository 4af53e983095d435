import { appBuilders } from './app-builders.ts';
import { changingCode } from './changing-code.ts';
import { hiddenPrograms } from './hidden-programs.ts';
import { investmentKits } from './investment-kits.ts';
import { remoteControl } from './remote-control.ts';
import { wallets } from './wallets.ts';

/**
 * Our own YARA rules, written by us, one text. `entry` is the name of the file inside the package. They stand in
 * TypeScript because the build carries nothing else; `assay rules show` prints them for use elsewhere.
 */
export const ownRules: string = [
  'import "math"',
  appBuilders,
  hiddenPrograms,
  changingCode,
  remoteControl,
  wallets,
  investmentKits,
].join('\n');
