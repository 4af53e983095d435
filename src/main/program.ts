import { Command } from 'commander';
import { addAnalyze } from './commands/analyze.ts';
import { addCompare } from './commands/compare.ts';
import { addDoctor } from './commands/doctor.ts';
import { addKeys } from './commands/keys.ts';
import { addLink } from './commands/link.ts';
import { addMigrate } from './commands/migrate.ts';
import { addModels } from './commands/models.ts';
import { addApi, addServe, addWorker } from './commands/roles.ts';
import { addRules } from './commands/rules.ts';
import { addSubmit } from './commands/submit.ts';
import { addUnits } from './commands/units.ts';
import { addVerifyCustody } from './commands/verify-custody.ts';
import { assayVersion } from './version.ts';

const AFTER_HELP = `
Examples:
  assay analyze suspicious.apk             examine one file here and now, without any server
  assay serve                              run the service on this machine: http://127.0.0.1:7700
  assay submit *.mp4 --wait                send files to the service and wait for the report
  assay doctor                             what is missing on this machine, and how to install it

Exit codes:
  0  done; everything was examined         3  stopped before all was examined
  1  wrong use, or an error                4  verify-custody: the log is not as it was written
  2  examined, but not everything could be

Settings are environment variables: docs/configuration.md lists them all.
"assay help COMMAND" explains each command.`;

/** The whole command line. Nothing is read or opened until a command runs. */
export function buildProgram(): Command {
  const program = new Command('assay')
    .description(
      'Examines suspected deepfakes, fake investment apps and screenshots in a jail, and reports what was seen,\nhow sure that is, and what was not examined.',
    )
    .version(assayVersion(), '--version')
    .helpCommand('help [command]', 'explain a command')
    .showHelpAfterError('Run "assay help" to see how it is used.')
    .addHelpText('after', AFTER_HELP);
  const adders = [
    addAnalyze,
    addCompare,
    addSubmit,
    addServe,
    addApi,
    addWorker,
    addMigrate,
    addKeys,
    addUnits,
    addLink,
    addRules,
    addModels,
    addVerifyCustody,
    addDoctor,
  ];
  for (const add of adders) add(program);
  return program;
}
