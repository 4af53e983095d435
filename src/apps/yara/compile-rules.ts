import type { YaraX } from '@litko/yara-x';
import type { Yara } from './load-yara.ts';

/** A file of YARA rules. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export interface CompiledRules {
  /** Undefined: no file can be used. */
  readonly rules: YaraX | undefined;
  /** Files that are left out, each with a reason that its author understands. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** Without includes: a rule must not read files of the machine that compiles it. */
const options = {
  enableIncludes: false,
  relaxedReSyntax: true,
  errorOnSlowPattern: true,
  errorOnSlowLoop: true,
  // What a condition may ask for besides the bytes: the name of the file inside the package.
  defineVariables: { entry: '' },
};
/** Warnings of YARA-X about what can take for ever. */
const slow: ReadonlySet<string> = new Set(['too_many_iterations', 'slow_pattern', 'slow_loop']);
/** Most matches of one pattern that are counted and told. */
const MOST_MATCHES = 1000;

/** What is wrong with one file by itself; undefined: nothing. */
export function checkRules({ validate }: Pick<Yara, 'validate'>, { text }: RuleFile): string | undefined {
  const { errors, warnings } = validate(text, options);
  if (errors[0]) return errors[0].message;
  return warnings.find(({ code }) => slow.has(code))?.message;
}

/** Compiles files into one set. A file that cannot be used is left out, with the reason; the others work all the same. */
export function compileRules(yara: Yara, files: readonly RuleFile[]): CompiledRules {
  const refused: { name: string; why: string }[] = [];
  const good = files.filter((file) => {
    const why = checkRules(yara, file);
    if (why !== undefined) refused.push({ name: file.name, why });
    return why === undefined;
  });
  const used = joinable(yara, good, refused);
  if (used.length === 0) return { rules: undefined, refused };
  const rules = yara.compile(joined(used), options);
  rules.setMaxMatchesPerPattern(MOST_MATCHES);
  return { rules, refused };
}

/** Compiles rules of our own, which tests have checked. */
export function compileTested({ compile }: Pick<Yara, 'compile'>, text: string): CompiledRules {
  const rules = compile(text, options);
  rules.setMaxMatchesPerPattern(MOST_MATCHES);
  return { rules, refused: [] };
}

const joined = (files: readonly RuleFile[]): string => files.map(({ text }) => text).join('\n');

/** Files that compile together: rule names must differ across all files. */
function joinable(
  yara: Yara,
  files: readonly RuleFile[],
  refused: { name: string; why: string }[],
): readonly RuleFile[] {
  if (yara.validate(joined(files), options).errors.length === 0) return files;
  const used: RuleFile[] = [];
  for (const file of files) {
    const [error] = yara.validate(joined([...used, file]), options).errors;
    if (error) refused.push({ name: file.name, why: `Together with the files before it: ${error.message}` });
    else used.push(file);
  }
  return used;
}
