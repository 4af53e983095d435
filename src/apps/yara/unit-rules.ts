import { z } from 'zod';
import type { Json } from '../../contract/index.ts';
import type { RuleFile } from './compile-rules.ts';

/** A unit's own rules as they travel in an analyzer's configuration. */
export function rulesToConfig(files: readonly RuleFile[]): Json {
  return files.length === 0 ? null : { yara: files.map(({ name, text }) => ({ name, text })) };
}

const UnitRules = z.object({ yara: z.array(z.object({ name: z.string(), text: z.string() })) });

/** The same, read again. What has another shape holds no rules. */
export function rulesOfConfig(config: Json): readonly RuleFile[] {
  const parsed = UnitRules.safeParse(config);
  return parsed.success ? parsed.data.yara : [];
}
