import type { Readable } from 'node:stream';

const MAX_LINE = 4096;

/**
 * Reads the lines `frame:0 pts:… pts_time:1.25` that ffmpeg's filter `metadata=print` writes, one for each frame, in
 * seconds from where reading began. A frame without a time is `undefined`.
 */
export class FrameTimes {
  private readonly times: (number | undefined)[] = [];
  private rest = '';
  private ended = false;
  private waiting: (() => void) | undefined;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      const lines = (this.rest + chunk.toString('latin1')).split('\n');
      this.rest = (lines.pop() ?? '').slice(-MAX_LINE);
      for (const line of lines) this.takeLine(line);
      this.waiting?.();
    });
    const end = (): void => {
      this.ended = true;
      this.waiting?.();
    };
    stream.on('end', end);
    stream.on('close', end);
    stream.on('error', end);
  }

  /** The time of frame `index`, in seconds; waits until ffmpeg has said it. Undefined: it has none. */
  async at(index: number): Promise<number | undefined> {
    while (this.times.length <= index && !this.ended)
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    this.waiting = undefined;
    return this.times[index];
  }

  private takeLine(line: string): void {
    if (!line.startsWith('frame:')) return;
    const seconds = Number(/pts_time:(-?\d+(?:\.\d+)?)/.exec(line)?.[1]);
    this.times.push(Number.isFinite(seconds) ? seconds : undefined);
  }
}
