import { join } from 'node:path';
import type { Config } from '../config.ts';

/** Where the models are that ship with Assay, with their manifest. */
export function modelsFolderOf(config: Config): string {
  return join(config.root, 'models');
}
