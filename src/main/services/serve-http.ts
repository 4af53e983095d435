import { createServer, type RequestListener, type Server } from 'node:http';
import { AssayError } from '../../contract/index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longest wait for answers under way when we are asked to end. */
const LINGER_MS = 20_000;

export interface HttpService {
  readonly port: number;
  /** Takes no new connection; then `endStreams` ends what would go on for ever; then waits for answers under way. */
  stop(endStreams: () => Promise<void>): Promise<void>;
}

/** Listens. Errors: `misconfigured` when the address cannot be used. */
export async function serveHttp(app: RequestListener, host: string, port: number): Promise<HttpService> {
  const server = createServer(
    // A large upload on a slow line takes hours; a connection that says nothing is cut by the socket timeout.
    { headersTimeout: 30_000, requestTimeout: DAY_MS, keepAliveTimeout: 65_000 },
    app,
  );
  server.setTimeout(120_000);
  await listenOn(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: (endStreams) => stopServer(server, endStreams),
  };
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => {
      const why =
        cause.code === 'EADDRINUSE'
          ? 'something else listens there. Set ASSAY_PORT to another port, or 0 for any free one'
          : cause.message;
      reject(new AssayError('misconfigured', `Cannot listen on ${host} port ${port}: ${why}.`, { cause }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.removeListener('error', onError);
      resolve();
    });
  });
}

async function stopServer(server: Server, endStreams: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await endStreams();
  const cut = setTimeout(() => server.closeAllConnections(), LINGER_MS);
  // Connections become idle as their answers end.
  const sweep = setInterval(() => server.closeIdleConnections(), 250);
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
}
