import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type RuleFile, rulesToConfig } from '../../apps/index.ts';
import { AssayError, type Json } from '../../contract/index.ts';

/** They travel with every run on an app, so there may not be too many. */
export const MOST_RULE_BYTES = 256 * 1024;
const MOST_FILES = 100;

/** Rules of your own: for every unit, and by the id of a unit. */
export interface OwnRules {
  readonly everyone: readonly RuleFile[];
  readonly byUnit: ReadonlyMap<string, readonly RuleFile[]>;
}

/**
 * Reads a folder of YARA rules. Errors: `misconfigured` where it cannot be read or holds too much. That a rule compiles is
 * not asked here: it is compiled in the jail, which says so where it does not.
 */
export async function readRules(folder: string | undefined): Promise<OwnRules> {
  if (folder === undefined) return { everyone: [], byUnit: new Map() };
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const units = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const byUnit = new Map<string, readonly RuleFile[]>();
    for (const unit of units.sort()) byUnit.set(unit, await rulesIn(join(folder, unit), `${unit}/`));
    const rules = { everyone: await rulesIn(folder, ''), byUnit };
    for (const [unit, own] of [['every unit', []], ...byUnit] as const)
      refuseTooMuch(unit, rules.everyone, own);
    return rules;
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw misconfigured(`The folder ${folder} cannot be read (${why}).`);
  }
}

/** What an app analyzer is given for one unit; null: it has no rules of its own. */
export function ruleConfig({ everyone, byUnit }: OwnRules, unit: string | undefined): Json {
  return rulesToConfig([...everyone, ...(unit === undefined ? [] : (byUnit.get(unit) ?? []))]);
}

async function rulesIn(folder: string, prefix: string): Promise<RuleFile[]> {
  const names = (await readdir(folder)).filter((name) => /\.yara?$/i.test(name)).sort();
  const files: RuleFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const { size } = await stat(path);
    if (size > MOST_RULE_BYTES)
      throw misconfigured(`${path} has ${size} bytes; ${MOST_RULE_BYTES} are the most.`);
    files.push({ name: `${prefix}${name}`, text: await readFile(path, 'utf8') });
  }
  return files;
}

function refuseTooMuch(unit: string, ...lists: readonly (readonly RuleFile[])[]): void {
  const files = lists.flat();
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > MOST_RULE_BYTES || files.length > MOST_FILES)
    throw misconfigured(
      `There are ${files.length} files of rules with ${bytes} bytes for ${unit}; ${MOST_FILES} files and ${MOST_RULE_BYTES} bytes are the most.`,
    );
}

function misconfigured(what: string): AssayError {
  return new AssayError(
    'misconfigured',
    `The YARA rules of your own cannot be used. ${what} (ASSAY_YARA_RULES)`,
  );
}
