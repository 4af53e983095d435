import { showHostile } from '../../../exchange/index.ts';
import { readConfig } from '../../config.ts';
import { type ListedModel, listModels } from '../../models/list-models.ts';
import { printTable } from '../../print-table.ts';
import { shareWithInterval } from './figures.ts';

export async function list(options: { readonly json?: boolean }): Promise<void> {
  const models = await listModels(readConfig());
  if (options.json) return void process.stdout.write(`${JSON.stringify(models, null, 2)}\n`);
  printTable(['MODEL', 'FROM', 'KIND', 'STATE', 'SHA-256', 'LICENCE'], models.map(asRow));
  for (const model of models) process.stdout.write(details(model));
}

function asRow(model: ListedModel): string[] {
  return [model.name, model.from, model.kind, stateOf(model), model.sha256.slice(0, 16), model.licence];
}

function stateOf({ enabled, trouble }: ListedModel): string {
  if (!enabled) return 'switched off';
  return trouble === undefined ? 'enabled' : `unusable: ${trouble}`;
}

const OWN = 'trained by us: ';

/** Whence a model comes, in words: a source that ships is an address, or says who trained it and where. */
export function originOf(source: string): string {
  return source.startsWith(OWN) ? `trained by us (${source.slice(OWN.length)})` : `from ${source}`;
}

/** What does not fit a table: calibration, and the terms of whatever it was trained on. */
function details({ name, source, training, calibration }: ListedModel): string {
  const lines: string[] = [];
  if (calibration !== undefined) {
    const { real, generated, auc, cllr, bound, set, date } = calibration;
    lines.push(
      `  calibrated ${date} on ${set} (${real.count} real, ${generated.count} generated): AUC ${shareWithInterval(auc)}, Cllr ${cllr.toFixed(3)}, ratios up to ${Math.floor(bound)}`,
    );
  }
  for (const one of training)
    lines.push(`  trained on ${one.source}: ${one.terms}${one.restricted ? ' (restricted)' : ''}`);
  return lines.length === 0
    ? ''
    : `\n${showHostile([name, `  ${originOf(source)}`, ...lines].join('\n'), { max: 100_000, lines: true })}\n`;
}
