import { z } from 'zod';

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be between ${min} and ${max}`);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const yesNo = z.enum(['0', '1']).transform((text) => text === '1');
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.join('// or ')}//`,
    );
const KIB = 1024;
const GIB = KIB ** 3;

/** One line of docs/configuration.md. `preset` is written as it would stand in the environment. */
interface Setting {
  readonly env: string;
  readonly group: 'Where things are' | 'Address' | 'Examining' | 'Limits' | 'Records' | 'Client';
  readonly schema: z.ZodType<unknown, string>;
  /** Undefined: not set unless someone sets it. */
  readonly preset: string | undefined;
  readonly about: string;
  /** Never written to a log or an error. */
  readonly secret?: true;
}

/** Every setting that Assay has. Adding a line here is enough for it to be parsed and documented. */
export const settings = {
  dataFolder: {
    env: 'ASSAY_DATA',
    group: 'Where things are',
    schema: z.string(),
    preset: '.assay',
    about:
      'Folder for everything Assay keeps: stored bytes, its own database, unfinished uploads. A relative path counts from the folder that Assay is installed in.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    group: 'Where things are',
    schema: url('postgres:', 'postgresql:'),
    preset: undefined,
    about: 'PostgreSQL 15 or later. Not set: Assay runs its own PostgreSQL inside the data folder.',
    secret: true,
  },
  redisUrl: {
    env: 'REDIS_URL',
    group: 'Where things are',
    schema: url('redis:', 'rediss:'),
    preset: undefined,
    about: 'Redis 6.2 or later for the queue. Not set: the queue lives in the database.',
    secret: true,
  },
  store: {
    env: 'ASSAY_STORE',
    group: 'Where things are',
    schema: z.enum(['disk', 's3']),
    preset: 'disk',
    about:
      'Where artefact and evidence bytes are kept: `disk` (under the data folder) or `s3` (any S3-compatible store).',
  },
  s3Bucket: {
    env: 'ASSAY_S3_BUCKET',
    group: 'Where things are',
    schema: z.string(),
    preset: undefined,
    about: 'Bucket; it must exist. Needed when the store is `s3`.',
  },
  s3Endpoint: {
    env: 'ASSAY_S3_ENDPOINT',
    group: 'Where things are',
    schema: url('http:', 'https:'),
    preset: undefined,
    about: 'Address of the S3-compatible server. Not set: Amazon S3 of the region.',
  },
  s3Region: {
    env: 'ASSAY_S3_REGION',
    group: 'Where things are',
    schema: z.string(),
    preset: 'us-east-1',
    about: 'Region name that the store expects.',
  },
  s3Prefix: {
    env: 'ASSAY_S3_PREFIX',
    group: 'Where things are',
    schema: z.string().regex(/^[A-Za-z0-9._/-]{0,200}$/, 'may hold letters, digits and ._/-'),
    preset: 'assay/',
    about: 'Put before the name of every object.',
  },
  s3AccessKeyId: {
    env: 'ASSAY_S3_ACCESS_KEY_ID',
    group: 'Where things are',
    schema: z.string(),
    preset: undefined,
    about: 'Access key of the store. Needed when the store is `s3`.',
    secret: true,
  },
  s3SecretAccessKey: {
    env: 'ASSAY_S3_SECRET_ACCESS_KEY',
    group: 'Where things are',
    schema: z.string(),
    preset: undefined,
    about: 'Secret key of the store. Needed when the store is `s3`.',
    secret: true,
  },
  host: {
    env: 'ASSAY_HOST',
    group: 'Address',
    schema: z.string(),
    preset: '127.0.0.1',
    about:
      'Address to listen on. Anything but loopback belongs behind a proxy that speaks TLS, and needs `ASSAY_ALLOWED_HOSTS`.',
  },
  port: {
    env: 'ASSAY_PORT',
    group: 'Address',
    schema: whole(0, 65_535),
    preset: '7700',
    about: 'Port to listen on. 0: any free one.',
  },
  allowedHosts: {
    env: 'ASSAY_ALLOWED_HOSTS',
    group: 'Address',
    schema: list,
    preset: '',
    about:
      'Host names that a request may be addressed to, separated by commas, without port. Loopback names and the name in `ASSAY_PUBLIC_URL` are always allowed. All others are refused, which keeps web pages elsewhere from reaching Assay through a rebound name.',
  },
  publicUrl: {
    env: 'ASSAY_PUBLIC_URL',
    group: 'Address',
    schema: url('http:', 'https:'),
    preset: undefined,
    about: 'Address that people use, for sign-in links. Not set: the address listened on.',
  },
  trustProxy: {
    env: 'ASSAY_TRUST_PROXY',
    group: 'Address',
    schema: whole(0, 10),
    preset: '0',
    about:
      'How many proxies stand in front. Only that many entries of `X-Forwarded-For` are believed; 0 believes none.',
  },
  production: {
    env: 'NODE_ENV',
    group: 'Examining',
    schema: z.string().transform((text) => text === 'production'),
    preset: '',
    about: '`production` refuses to examine hostile files in the weaker isolation `process`.',
  },
  isolation: {
    env: 'ASSAY_ISOLATION',
    group: 'Examining',
    schema: z.enum(['auto', 'bubblewrap', 'process']),
    preset: 'auto',
    about:
      'How analyzers are jailed. `auto` takes bubblewrap where this machine can build its jails and `process` otherwise. Every report says which one held each run.',
  },
  allowProcessIsolation: {
    env: 'ASSAY_ALLOW_PROCESS_ISOLATION',
    group: 'Examining',
    schema: yesNo,
    preset: '0',
    about: '1: in production too, examine in isolation `process` when bubblewrap cannot be used.',
  },
  concurrency: {
    env: 'ASSAY_CONCURRENCY',
    group: 'Examining',
    schema: whole(1, 256),
    preset: '2',
    about: 'Runs that one worker examines at the same time.',
  },
  spares: {
    env: 'ASSAY_SPARES',
    group: 'Examining',
    schema: whole(0, 16),
    preset: '1',
    about: 'Warm jails kept ready per analyzer. More answers faster and costs memory; 0 keeps none.',
  },
  analyzerFolders: {
    env: 'ASSAY_ANALYZERS',
    group: 'Examining',
    schema: list,
    preset: '',
    about:
      'Further folders with analyzers (`<name>/manifest.js` and `<name>/index.js`), separated by commas. Their code runs only in jails.',
  },
  yaraRules: {
    env: 'ASSAY_YARA_RULES',
    group: 'Examining',
    schema: z.string(),
    preset: undefined,
    about:
      'Folder with YARA rules of your own for apps: `*.yar` in it are used for every unit, `<id of a unit>/*.yar` for that unit only. Read at the start; rules run in jails. Try them with `assay rules check`. A relative path counts from the folder that Assay is installed in.',
  },
  workerName: {
    env: 'ASSAY_WORKER_NAME',
    group: 'Examining',
    schema: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'may hold letters, digits and ._-'),
    preset: undefined,
    about: 'Name of this worker in the custody log. Not set: host name and process id.',
  },
  maxUploadBytes: {
    env: 'ASSAY_MAX_UPLOAD_BYTES',
    group: 'Limits',
    schema: whole(1, 2 ** 40),
    preset: String(4 * GIB),
    about: 'Largest single file, bytes. Larger ones are refused while they arrive.',
  },
  maxFiles: {
    env: 'ASSAY_MAX_FILES',
    group: 'Limits',
    schema: whole(1, 100),
    preset: '100',
    about: 'Most files in one submission; 100 at most.',
  },
  quotaBytes: {
    env: 'ASSAY_UNIT_QUOTA_BYTES',
    group: 'Limits',
    schema: whole(0, 2 ** 49),
    preset: String(200 * GIB),
    about: 'Stored bytes a new unit may hold.',
  },
  quotaOpenSubmissions: {
    env: 'ASSAY_UNIT_OPEN_SUBMISSIONS',
    group: 'Limits',
    schema: whole(1, 1_000_000),
    preset: '1000',
    about: 'Submissions of a new unit that may wait or be examined at the same time.',
  },
  inFlightCap: {
    env: 'ASSAY_UNIT_IN_FLIGHT',
    group: 'Limits',
    schema: whole(1, 10_000),
    preset: '8',
    about:
      'Runs of a new unit handed to workers at the same time, so that one busy unit cannot hold up the others.',
  },
  maxInFlight: {
    env: 'ASSAY_IN_FLIGHT',
    group: 'Limits',
    schema: whole(1, 100_000),
    preset: '64',
    about:
      'Runs handed to workers at the same time, all units together. Should not be less than the concurrency of all workers added up.',
  },
  requestsPerMinute: {
    env: 'ASSAY_REQUESTS_PER_MINUTE',
    group: 'Limits',
    schema: whole(1, 1_000_000),
    preset: '600',
    about: 'Requests per minute that one key may make.',
  },
  custodyStamps: {
    env: 'ASSAY_CUSTODY_STAMPS',
    group: 'Records',
    schema: z.string(),
    preset: 'custody-stamps.jsonl',
    about:
      'File to which the heads of the custody chains are written every five minutes. A relative path counts from the data folder. Keep it on another machine’s disk: it is what shows that a database was cut short or replaced by an old backup.',
  },
  logLevel: {
    env: 'ASSAY_LOG_LEVEL',
    group: 'Records',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    preset: 'info',
    about: 'Least serious level that is logged, as JSON lines on standard error.',
  },
  metrics: {
    env: 'ASSAY_METRICS',
    group: 'Records',
    schema: z.enum(['loopback', 'admin', 'off']),
    preset: 'loopback',
    about:
      'Who may read `/metrics`: requests from this machine, holders of a key with scope `admin`, or nobody.',
  },
  server: {
    env: 'ASSAY_SERVER',
    group: 'Client',
    schema: url('http:', 'https:'),
    preset: 'http://127.0.0.1:7700',
    about: 'Server that `assay submit` sends to.',
  },
  key: {
    env: 'ASSAY_KEY',
    group: 'Client',
    schema: z.string(),
    preset: undefined,
    about:
      'API key that `assay submit` shows. Better than `--key`, which other users of the machine can see.',
    secret: true,
  },
  stateFolder: {
    env: 'XDG_STATE_HOME',
    group: 'Client',
    schema: z.string(),
    preset: undefined,
    about: 'Where `assay submit` remembers unfinished uploads. Not set: `~/.local/state`.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
