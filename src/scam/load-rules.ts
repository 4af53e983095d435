import { AssayError } from '../contract/plain.ts';
import { makePhraseBook, type PhraseBook } from './phrase-book.ts';
import { RuleFile } from './rule-file.ts';

/**
 * Checks rule files and makes one book of them. Throws AssayError `misconfigured`, in words that name the
 * file and the phrase, for the person who edits it.
 */
export function loadRules(
  files: readonly { readonly name: string; readonly content: unknown }[],
): PhraseBook {
  return makePhraseBook(
    files.map(({ name, content }) => {
      const read = RuleFile.safeParse(content);
      if (read.success) return read.data;
      const [issue] = read.error.issues;
      throw new AssayError(
        'misconfigured',
        `The scam rules "${name}" cannot be used: ${issue?.path.join(' → ')}: ${issue?.message}`,
      );
    }),
  );
}
