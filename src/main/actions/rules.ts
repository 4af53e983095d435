import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { compileRules, loadYara, type RuleFile } from '../../apps/index.ts';
import { AssayError } from '../../contract/index.ts';
import { readConfig } from '../config.ts';
import { readRules } from '../services/read-rules.ts';

/** Compiles rules as the jail would, each unit's together with those for everyone. Exit code 1 where a file is refused. */
export async function checkOwnRules(paths: readonly string[]): Promise<void> {
  const yara = loadYara();
  if ('why' in yara) throw new AssayError('misconfigured', yara.why);
  const sets = paths.length > 0 ? [await filesAt(paths)] : await configured();
  const told = new Set<string>();
  for (const files of sets) {
    const refused = new Map(compileRules(yara, files).refused.map(({ name, why }) => [name, why]));
    for (const { name } of files) {
      const why = refused.get(name);
      if (why !== undefined) process.exitCode = 1;
      const line = why === undefined ? `ok       ${name}` : `refused  ${name}\n${indent(why)}`;
      if (!told.has(line)) process.stdout.write(`${line}\n`);
      told.add(line);
    }
  }
  if (told.size === 0) process.stdout.write('There are no rules.\n');
}

async function filesAt(paths: readonly string[]): Promise<RuleFile[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        return { name: basename(path), text: await readFile(path, 'utf8') };
      } catch (cause) {
        throw new AssayError('not-found', `${path} cannot be read.`, { cause });
      }
    }),
  );
}

async function configured(): Promise<readonly (readonly RuleFile[])[]> {
  const { root, yaraRules } = readConfig();
  if (yaraRules === undefined)
    throw new AssayError(
      'bad-request',
      'Name files with rules, or set ASSAY_YARA_RULES to a folder of them.',
    );
  const { everyone, byUnit } = await readRules(resolve(root, yaraRules));
  return [everyone, ...[...byUnit.values()].map((own) => [...everyone, ...own])];
}

const indent = (text: string): string => text.replace(/^/gm, '    ');

/** Prints the rules of the analyzer, which are data, as one file of YARA rules. */
export async function showRules(): Promise<void> {
  const path = join(readConfig().root, 'dist', 'analyzers', 'apk', 'rules', 'index.js');
  const module: unknown = await import(pathToFileURL(path).href);
  process.stdout.write(`${z.object({ ownRules: z.string() }).parse(module).ownRules}\n`);
}
