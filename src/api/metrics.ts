import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers about this process, in a registry of its own. */
export interface ApiMetrics {
  readonly registry: Registry;
  /** Seconds from the first byte of a request to the last of its answer, by operation and status. */
  readonly requests: Histogram<'operation' | 'status'>;
  readonly receivedBytes: Counter;
  readonly refusedKeys: Counter;
  readonly eventStreams: Gauge;
}

export function createMetrics(): ApiMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'assay_http_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    receivedBytes: new Counter({
      name: 'assay_received_bytes_total',
      help: 'Bytes of submitted files that were stored.',
      registers,
    }),
    refusedKeys: new Counter({
      name: 'assay_refused_keys_total',
      help: 'Requests without a valid key.',
      registers,
    }),
    eventStreams: new Gauge({
      name: 'assay_event_streams',
      help: 'Open event streams.',
      registers,
    }),
  };
}
