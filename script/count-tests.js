// Reads a vitest JSON report and prints "passed failed skipped". A run that broke outside its tests
// (a file that does not load, a crash, a missing report) counts as at least one failure.
import { readFileSync } from 'node:fs';

const [file, exitCode] = process.argv.slice(2);
let counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
try {
  counts = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  // No report: the exit code speaks.
}
const failed = counts.numFailedTests === 0 && exitCode !== '0' ? 1 : counts.numFailedTests;
console.log(counts.numPassedTests, failed, counts.numPendingTests + counts.numTodoTests);
