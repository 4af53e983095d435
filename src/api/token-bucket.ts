/** What is left of an allowance. */
export interface Allowance {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Seconds until one more is allowed (0 when one is left), and until the allowance is whole again. */
  readonly retryAfterSeconds: number;
  readonly fullAfterSeconds: number;
}

/** Token buckets by name: `perMinute` at once, refilled evenly. At most `maxNames` are remembered; full ones are forgotten. */
export interface TokenBuckets {
  readonly perMinute: number;
  take(name: string): Allowance;
}

/** `now` gives milliseconds. */
export function createTokenBuckets(
  perMinute: number,
  now = () => performance.now(),
  maxNames = 50_000,
): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMs = perMinute / 60_000;
  const forgetFull = (at: number) => {
    for (const [name, bucket] of buckets) {
      if (bucket.tokens + (at - bucket.at) * perMs >= perMinute) buckets.delete(name);
    }
    // Everyone is busy: the oldest give way, so that memory stays bounded.
    for (const name of buckets.keys()) {
      if (buckets.size < maxNames) break;
      buckets.delete(name);
    }
  };
  const take = (name: string): Allowance => {
    const at = now();
    const bucket = buckets.get(name) ?? { tokens: perMinute, at };
    if (!buckets.has(name) && buckets.size >= maxNames) forgetFull(at);
    const tokens = Math.min(perMinute, bucket.tokens + (at - bucket.at) * perMs);
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    buckets.set(name, { tokens: left, at });
    return {
      allowed,
      remaining: Math.floor(left),
      retryAfterSeconds: left >= 1 ? 0 : Math.ceil((1 - left) / perMs / 1000),
      fullAfterSeconds: Math.ceil((perMinute - left) / perMs / 1000),
    };
  };
  return { perMinute, take };
}
