import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line that breaks: passes bytes on to `port`, and cuts each of its first `cuts` connections after `afterBytes`. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  readonly cutsDone: number;
}

export async function startCuttingProxy(
  port: number,
  cuts: number,
  afterBytes: number,
): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let done = 0;
  const server: Server = createServer((client) => {
    const target = connect(port, '127.0.0.1');
    let passed = 0;
    for (const socket of [client, target]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.on('data', (chunk) => {
      passed += chunk.length;
      target.write(chunk);
      if (done >= cuts || passed < afterBytes) return;
      done += 1;
      client.destroy();
    });
    target.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get cutsDone() {
      return done;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
