import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

export interface Listener extends AsyncDisposable {
  close(): Promise<void>;
}

/**
 * Listens on one NOTIFY channel with a connection of its own, and connects again when that is lost.
 * After each new connection `onNotify` is called with an empty payload: something may have been missed, so look.
 * Resolves once listening for the first time; rejects only when that first connection fails.
 */
export async function listen(
  url: string,
  channel: string,
  onNotify: (payload: string) => void,
): Promise<Listener> {
  const state = { closed: false, client: undefined as pg.Client | undefined };
  const open = async (): Promise<void> => {
    const client = await connect(url, channel, onNotify, () => void reopen());
    if (state.closed) return client.end();
    state.client = client;
  };
  const reopen = async (): Promise<void> => {
    for (let pause = 100; !state.closed; pause = Math.min(pause * 2, 5_000)) {
      await wait(pause, undefined, { ref: false });
      try {
        await open();
        if (!state.closed) onNotify('');
        return;
      } catch {
        // The server is still away; the pause grows.
      }
    }
  };
  await open();
  const close = async (): Promise<void> => {
    state.closed = true;
    await state.client?.end().catch(() => undefined);
  };
  return { close, [Symbol.asyncDispose]: close };
}

async function connect(
  url: string,
  channel: string,
  onNotify: (payload: string) => void,
  onLost: () => void,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'assay listen',
  });
  client.on('error', () => undefined);
  client.on('notification', (message) => onNotify(message.payload ?? ''));
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  client.once('end', onLost);
  return client;
}
