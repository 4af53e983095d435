import { compileRules, compileTested, loadYara, rulesOfConfig } from '../../../src/apps/index.ts';
import type { AnalysisContext } from '../../../src/contract/index.ts';
import type { Zip } from '../../../src/formats/index.ts';
import { ownRules } from '../rules/index.ts';
import { judgeHits } from './judge-hits.ts';
import { scanPackage } from './scan-package.ts';

// At loading, so that a jail that waits for its artefact has it done.
const yara = loadYara();
const own = 'why' in yara ? undefined : compileTested(yara, ownRules);

/**
 * Scans the package with our rules, then with the unit's. The unit's come last of all: one that never ends costs its own
 * findings only, since everything else has been said.
 */
export async function tellYara(zip: Zip, { sink, config }: AnalysisContext): Promise<void> {
  if ('why' in yara || !own) {
    sink.notExamined('YARA rules', 'not-run', 'why' in yara ? yara.why : '');
    return;
  }
  for (const finding of judgeHits(await scanPackage(zip, own, false, sink), 'assay')) sink.finding(finding);
  sink.examined('YARA rules of Assay, over programs, libraries and data');
  const files = rulesOfConfig(config);
  if (files.length === 0) return;
  const theirs = compileRules(yara, files);
  for (const { name, why } of theirs.refused)
    sink.notExamined(`YARA rules in ${name.slice(0, 200)}`, 'not-run', why.slice(0, 1000));
  for (const finding of judgeHits(await scanPackage(zip, theirs, true, sink), 'unit')) sink.finding(finding);
  if (theirs.rules) sink.examined('the unit’s own YARA rules, over all files of the package');
}
