import { AssayError, type Manifest } from '../contract/index.ts';
import type { Jail } from './jail.ts';

/** Jails that wait with code and models loaded, so that isolation costs no latency. Each is used once. */
export interface Spares {
  /** A warm jail, or a new one when none waits. */
  take(manifest: Manifest): Promise<Jail>;
  /** Starts what is missing, in the background; to be called when a run has ended and the machine has time. */
  refill(manifest: Manifest): void;
  /** Kills every jail, also those that runs are using, and resolves when nothing of them is left. */
  close(): Promise<void>;
}

/** An analyzer that dies while loading is not started over and over: it gets no spare until a run of it worked. */
export function keepSpares(
  count: number,
  manifests: readonly Manifest[],
  start: (manifest: Manifest) => Promise<Jail>,
): Spares {
  const waiting = new Map<string, Set<Promise<Jail>>>(manifests.map(({ name }) => [name, new Set()]));
  const all = new Set<Promise<Jail>>();
  let isClosed = false;

  function begin(manifest: Manifest): Promise<Jail> {
    const starting = start(manifest);
    const forget = (): boolean => all.delete(starting);
    all.add(starting);
    starting.then((jail) => jail.cleared.then(forget, forget), forget);
    return starting;
  }

  function addSpare(manifest: Manifest, shelf: Set<Promise<Jail>>): void {
    const spare = begin(manifest);
    shelf.add(spare);
    const drop = (): boolean => shelf.delete(spare);
    spare.then((jail) => {
      void jail.ended.then(drop);
      jail.ready.then(({ unloadable }) => unloadable && drop(), drop);
    }, drop);
  }

  return {
    async close() {
      isClosed = true;
      await Promise.allSettled(
        [...all].map(async (starting) => {
          const jail = await starting;
          jail.discard();
          await jail.cleared;
        }),
      );
    },
    async take(manifest) {
      if (isClosed) throw new AssayError('not-ready', 'The jails have been closed.');
      const shelf = waiting.get(manifest.name);
      for (const spare of shelf ?? []) {
        shelf?.delete(spare);
        const jail = await spare.catch(() => undefined);
        if (jail !== undefined && !jail.isOver()) return jail;
      }
      return begin(manifest);
    },
    refill(manifest) {
      const shelf = waiting.get(manifest.name);
      while (!isClosed && shelf !== undefined && shelf.size < count) addSpare(manifest, shelf);
    },
  };
}
