import { AssayError } from '../contract/index.ts';
import { showHostile } from '../exchange/index.ts';
import { EXIT } from './exit-codes.ts';
import { buildProgram } from './program.ts';

/** Entry of bin/assay. Sets the exit code; errors that a person can do something about are said in words, others in full. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has gone (`assay help | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.complete);
    throw error;
  });
  try {
    await buildProgram().parseAsync([...argv]);
  } catch (error) {
    if (error instanceof AssayError) process.stderr.write(`assay: ${wordsOf(error)}\n`);
    else process.stderr.write(`assay: unexpected error: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = EXIT.error;
  }
}

/** Names of files and answers of servers stand in it: neither may steer the terminal. */
function wordsOf(error: AssayError): string {
  const places = error.places.map((place) => `\n  ${place.pointer}: ${place.detail}`);
  return showHostile(error.message + places.join(''), { max: 20_000, lines: true });
}
