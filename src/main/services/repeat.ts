import type { Log } from '../../pipeline/index.ts';

/** Does `work` every so often, never twice at once. A failure is logged and tried again the next time. */
export function repeat(
  name: string,
  everySeconds: number,
  log: Log,
  work: () => Promise<void>,
): AsyncDisposable {
  let under: Promise<void> | undefined;
  const run = (): void => {
    under ??= work()
      .catch((error: unknown) => log.error({ error }, `${name} failed; it is tried again`))
      .finally(() => {
        under = undefined;
      });
  };
  const timer = setInterval(run, everySeconds * 1000);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await under;
    },
  };
}
