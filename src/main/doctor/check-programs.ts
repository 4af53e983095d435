import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bad, type Check, ok } from './check.ts';

const run = promisify(execFile);

/** Node.js and the programs from Debian. */
export async function checkPrograms(): Promise<readonly Check[]> {
  return [
    checkNode(process.versions.node),
    await checkProgram('ffmpeg', ['-hide_banner', '-version'], 'ffmpeg'),
    await checkProgram('ffprobe', ['-hide_banner', '-version'], 'ffmpeg'),
    await checkProgram('bwrap', ['--version'], 'bubblewrap'),
  ];
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough
    ? ok('node', version)
    : bad('node', `${version} is too old`, 'Install Node.js 20.19 or later: https://nodejs.org/en/download');
}

async function checkProgram(name: string, args: readonly string[], debianPackage: string): Promise<Check> {
  try {
    const { stdout } = await run(name, [...args], { timeout: 10_000 });
    return ok(name, (stdout.split('\n')[0] ?? '').replace(/ Copyright.*/, ''));
  } catch {
    return bad(name, 'not found', `Install it: sudo apt-get install ${debianPackage}`);
  }
}
