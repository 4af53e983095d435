import { readConfig } from '../config.ts';
import type { Check } from '../doctor/check.ts';
import { checkJails } from '../doctor/check-jails.ts';
import { checkKeeping, checkParts } from '../doctor/check-parts.ts';
import { checkPrograms } from '../doctor/check-programs.ts';
import { checkServers } from '../doctor/check-servers.ts';
import { EXIT } from '../exit-codes.ts';

const SIGNS = { ok: 'ok  ', warn: 'WARN', bad: 'BAD ' } as const;

export async function examineMachine(options: { readonly json?: boolean }): Promise<void> {
  const config = readConfig();
  const checks: Check[] = [];
  for (const look of [
    checkPrograms,
    () => checkJails(config),
    () => checkParts(config),
    () => checkServers(config),
    () => checkKeeping(config),
  ]) {
    checks.push(...(await look()));
  }
  if (options.json) process.stdout.write(`${JSON.stringify(checks, null, 2)}\n`);
  else for (const check of checks) print(check);
  const broken = checks.some((check) => check.state === 'bad');
  process.exitCode = broken ? EXIT.error : EXIT.complete;
}

function print(check: Check): void {
  process.stdout.write(`${SIGNS[check.state]}  ${check.name}: ${check.says}\n`);
  if (check.fix !== undefined) process.stdout.write(`      ${check.fix}\n`);
}
