import { destination, type Logger, pino, stdSerializers } from 'pino';
import type { Config } from './config.ts';

/** JSON lines on standard error. Secrets that a careless caller might hand over are taken out. */
export function openLog(config: Pick<Config, 'logLevel'>, role: string): Logger {
  return pino(
    {
      level: config.logLevel,
      base: { role, pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { error: stdSerializers.err, err: stdSerializers.err },
      redact: {
        paths: ['authorization', '*.authorization', 'headers.cookie', '*.archivePassword', 'archivePassword'],
        remove: true,
      },
    },
    destination({ fd: 2, sync: true }),
  );
}
