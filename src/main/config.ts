import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { AssayError } from '../contract/index.ts';
import { type SettingName, settings } from './settings.ts';

type Preset<K extends SettingName> = (typeof settings)[K]['preset'] extends undefined ? undefined : never;
type Values = { readonly [K in SettingName]: z.output<(typeof settings)[K]['schema']> | Preset<K> };

/** Everything that can be set, parsed and frozen. Paths are absolute. */
export type Config = Omit<Values, 'stateFolder'> & {
  /** The package root: holds dist/, node_modules/, models/. */
  readonly root: string;
  readonly stateFolder: string;
};

/** Folder that holds package.json, from the source and from the build alike. */
export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = resolve(here, '..', '..');
  return folder.endsWith('dist') ? dirname(folder) : folder;
}

/**
 * Reads the environment once. An empty variable counts as not set.
 * Throws `misconfigured` naming every setting that is wrong, never the value of a secret.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env, root: string = packageRoot()): Config {
  const wrong: string[] = unknownNames(env);
  const values = Object.fromEntries(
    (Object.keys(settings) as SettingName[]).map((name) => [name, readSetting(name, env, wrong)]),
  ) as Values;
  wrong.push(...contradictions(values));
  if (wrong.length > 0) {
    throw new AssayError(
      'misconfigured',
      `The settings cannot be used:\n${wrong.map((line) => `  ${line}`).join('\n')}\nAll settings are listed in docs/configuration.md.`,
    );
  }
  const dataFolder = resolve(root, values.dataFolder);
  return Object.freeze({
    ...values,
    root,
    dataFolder,
    custodyStamps: isAbsolute(values.custodyStamps)
      ? values.custodyStamps
      : join(dataFolder, values.custodyStamps),
    analyzerFolders: values.analyzerFolders.map((folder) => resolve(root, folder)),
    stateFolder: join(values.stateFolder ?? join(homedir(), '.local', 'state'), 'assay'),
  });
}

function readSetting(name: SettingName, env: NodeJS.ProcessEnv, wrong: string[]): unknown {
  const setting = settings[name];
  const given = env[setting.env];
  const text = given === undefined || given === '' ? setting.preset : given;
  if (text === undefined) return undefined;
  const parsed = setting.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = 'secret' in setting ? '' : `=${text}`;
  wrong.push(`${setting.env}${shown}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  return undefined;
}

/** A mistyped name would otherwise leave a safety setting silently at its default. */
function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = new Set<string>(Object.values(settings).map((setting) => setting.env));
  return Object.keys(env)
    .filter((name) => name.startsWith('ASSAY_') && !known.has(name))
    .map((name) => `${name}: there is no such setting`);
}

function contradictions(values: Values): string[] {
  const lines: string[] = [];
  if (values.store === 's3') {
    for (const name of ['s3Bucket', 's3AccessKeyId', 's3SecretAccessKey'] as const) {
      if (values[name] === undefined) lines.push(`${settings[name].env}: needed because ASSAY_STORE is s3`);
    }
  }
  if (values.production && values.isolation === 'process' && !values.allowProcessIsolation) {
    lines.push(
      'ASSAY_ISOLATION=process: refused in production; use bubblewrap, or set ASSAY_ALLOW_PROCESS_ISOLATION=1 if you accept weaker isolation',
    );
  }
  return lines;
}
