import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_RULE_BYTES, readRules, ruleConfig } from './read-rules.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('YARA rules of one’s own', () => {
  it('reach every unit, those in a unit’s folder that unit only, and change what a run is known by', async () => {
    await mkdir(join(folder, 'unit-1'));
    await writeFile(join(folder, 'all.yar'), 'rule all { condition: true }');
    await writeFile(join(folder, 'notes.txt'), 'no rule');
    await writeFile(join(folder, 'unit-1', 'own.yar'), 'rule own { condition: true }');
    const rules = await readRules(folder);
    const all = { name: 'all.yar', text: 'rule all { condition: true }' };
    expect(ruleConfig(rules, 'unit-2')).toEqual({ yara: [all] });
    expect(ruleConfig(rules, 'unit-1')).toEqual({
      yara: [all, { name: 'unit-1/own.yar', text: 'rule own { condition: true }' }],
    });
  });

  it('are none where no folder is set', async () => {
    expect(ruleConfig(await readRules(undefined), 'unit-1')).toBeNull();
  });

  it('are refused at the start where the folder is not there or holds too much', async () => {
    await expect(readRules(join(folder, 'none'))).rejects.toMatchObject({ code: 'misconfigured' });
    await writeFile(join(folder, 'a.yar'), '/'.repeat(MOST_RULE_BYTES));
    await writeFile(join(folder, 'b.yar'), '/');
    await expect(readRules(folder)).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
