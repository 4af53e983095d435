/**
 * Films in `face-forgery`: frames per second end to end against the bare runtime on the same inputs in memory, and peak
 * memory of the whole jail (Node and ffmpeg) on two minutes and two hours of 1080p.
 *
 * Run: npm run build && npx tsx bench/visual-video.ts [--only=speed,memory] [--clips=2]. `ASSAY_EVAL` names the folder of
 * the sets; without it only films made here are used. Wall times mean little on a busy machine: processor times stand beside.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeClip, repeatClip } from './visual-video/make-films.ts';
import { race } from './visual-video/race.ts';
import { runJailed } from './visual-video/run-jailed.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const option = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option('only')?.split(',');
const wants = (part: string): boolean => only === undefined || only.includes(part);
const say = (line: string): void => console.log(line);
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

function clipsOfSet(most: number): string[] {
  const folder = join(process.env['ASSAY_EVAL'] ?? join(root, '../shared/eval'), 'visual/ffpp_c23');
  if (!existsSync(folder)) {
    say(`The set ${folder} is not here: only films made by this bench are used.`);
    return [];
  }
  const all = ['real', 'fake'].flatMap((kind) =>
    readdirSync(join(folder, kind)).map((name) => join(folder, kind, name)),
  );
  return all.slice(0, most);
}

async function sayRace(name: string, path: string): Promise<void> {
  const { frames, calls, ours, bare } = await race(root, path);
  const rate = ({ wall }: { wall: number }): string => (frames / wall).toFixed(1);
  const [byWall, byCpu] = [bare.wall / ours.wall, bare.cpu / ours.cpu].map((ratio) => ratio.toFixed(2));
  say(
    `${name}: ${frames} frames, ${calls} runs; ${rate(ours)} frames/s end to end, ${rate(bare)} bare: ratio ${byWall} (aim 0.70); processor ${ours.cpu.toFixed(1)} s against ${bare.cpu.toFixed(1)} s: ${byCpu}`,
  );
}

async function sayMemory(name: string, path: string): Promise<void> {
  const { outcome, seconds, peak } = await runJailed(root, path);
  const seen = outcome.result.facts['video'] as { framesLookedAt?: number; places?: unknown[] } | undefined;
  say(
    `${name}: ${outcome.status}, ${seen?.framesLookedAt ?? 0} frames at ${seen?.places?.length ?? 0} places in ${seconds.toFixed(0)} s; peak ${mebibytes(peak)} in all processes (aim below 1024)`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'bench-visual-video-'));
try {
  const clip = makeClip(folder, root);
  if (wants('speed')) {
    await sayRace('12 s of a drawn person, 1080p', clip);
    for (const path of clipsOfSet(Number(option('clips') ?? 2)))
      await sayRace(path.split('/').slice(-2).join('/'), path);
  }
  if (wants('memory')) {
    await sayMemory('2 minutes of 1080p', repeatClip(clip, 120));
    await sayMemory('2 hours of 1080p', repeatClip(clip, 7200));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
