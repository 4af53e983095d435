import type { Json } from '../../contract/index.ts';
import { attributeOf, readAxml } from '../../formats/index.ts';
import type { AppFile, AppFiles } from '../app-files.ts';

/** What a framework's own configuration says. */
export interface FrameworkDetail {
  readonly framework: string;
  readonly entry: string;
  /** Named values, short. */
  readonly values: Readonly<Record<string, Json>>;
  /** The web page the app opens with, where the configuration names one outside the app. */
  readonly startUrl?: string;
}

const MAX_CONFIG = 4 * 1024 * 1024;
const MOST = 12;
type Tree = Readonly<Record<string, unknown>>;

interface Reader {
  readonly framework: string;
  readonly file: RegExp;
  readonly read: (bytes: Buffer) => Omit<FrameworkDetail, 'framework' | 'entry'> | undefined;
}

const readers: readonly Reader[] = [
  { framework: 'uni-app', file: /apps\/[\w.]{4,40}\/www\/manifest\.json$/, read: readDcloud },
  { framework: 'capacitor', file: /^(assets\/)?capacitor\.config\.json$/, read: readCapacitor },
  { framework: 'cordova', file: /^(res\/xml\/)?config\.xml$/, read: readCordova },
  { framework: 'median', file: /^(assets\/)?appConfig\.json$/, read: readMedian },
  { framework: 'expo', file: /^(assets\/|EXConstants\.bundle\/)app\.config$/, read: readExpo },
];

/** Reads the configuration files that frameworks keep in the open. Never throws for what they say. */
export async function describeFrameworks(files: AppFiles): Promise<FrameworkDetail[]> {
  const details: FrameworkDetail[] = [];
  for (const file of files.files) {
    const reader = readers.find((one) => one.file.test(file.inner));
    if (!reader || details.length >= MOST) continue;
    const detail = await readOne(files, file, reader);
    if (detail) details.push(detail);
  }
  return details;
}

async function readOne(files: AppFiles, file: AppFile, reader: Reader): Promise<FrameworkDetail | undefined> {
  const { bytes } = await files.open(file, MAX_CONFIG);
  const read = reader.read(bytes);
  return read && { framework: reader.framework, entry: file.path.slice(0, 300), ...read };
}

function parse(bytes: Buffer): Tree | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
    return asTree(value);
  } catch {
    return undefined;
  }
}

const asTree = (value: unknown): Tree | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : undefined;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;
const webAddress = (value: unknown): string | undefined => {
  const address = text(value);
  return address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address)
    ? address
    : undefined;
};

function keepTexts(values: Record<string, unknown>): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) {
    const said = typeof value === 'number' ? value : text(value);
    if (said !== undefined) kept[name] = said;
  }
  return kept;
}

function readDcloud(bytes: Buffer): Omit<FrameworkDetail, 'framework' | 'entry'> | undefined {
  const root = parse(bytes);
  if (!root) return undefined;
  const version = asTree(root['version']);
  const launch = text(root['launch_path']) ?? text(asTree(root['plus'])?.['launch_path']);
  const uni = asTree(asTree(root['plus'])?.['uni-app']);
  const values = keepTexts({
    appid: root['id'],
    name: root['name'],
    description: root['description'],
    versionName: version?.['name'],
    versionCode: version?.['code'],
    compilerVersion: uni?.['compilerVersion'],
    vueVersion: uni?.['vueVersion'],
    launchPath: launch,
    developer: asTree(root['developer'])?.['name'],
    developerEmail: asTree(root['developer'])?.['email'],
  });
  const startUrl = webAddress(launch);
  return { values, ...(startUrl === undefined ? {} : { startUrl }) };
}

function readCapacitor(bytes: Buffer): Omit<FrameworkDetail, 'framework' | 'entry'> | undefined {
  const root = parse(bytes);
  if (!root) return undefined;
  const server = asTree(root['server']);
  const startUrl = webAddress(server?.['url']);
  const values = keepTexts({
    appId: root['appId'],
    appName: root['appName'],
    webDir: root['webDir'],
    serverUrl: server?.['url'],
    hostname: server?.['hostname'],
  });
  return { values, ...(startUrl === undefined ? {} : { startUrl }) };
}

function readMedian(bytes: Buffer): Omit<FrameworkDetail, 'framework' | 'entry'> | undefined {
  const general = asTree(parse(bytes)?.['general']);
  if (!general) return undefined;
  const startUrl = webAddress(general['initialUrl']);
  const values = keepTexts({
    appName: general['appName'],
    initialUrl: general['initialUrl'],
    publicKey: general['publicKey'],
  });
  return { values, ...(startUrl === undefined ? {} : { startUrl }) };
}

function readExpo(bytes: Buffer): Omit<FrameworkDetail, 'framework' | 'entry'> | undefined {
  const root = parse(bytes);
  if (!root) return undefined;
  const project = asTree(asTree(root['extra'])?.['eas'])?.['projectId'];
  return {
    values: keepTexts({
      name: root['name'],
      slug: root['slug'],
      owner: root['owner'],
      projectId: project,
      updates: asTree(root['updates'])?.['url'],
    }),
  };
}

/** `config.xml`: compiled on Android, plain on iOS. */
function readCordova(bytes: Buffer): Omit<FrameworkDetail, 'framework' | 'entry'> | undefined {
  const plain = bytes.toString('utf8', 0, 65_536);
  const source =
    bytes[0] === 3 ? compiledSource(bytes) : /<content\s[^>]{0,500}src="([^"]{1,500})"/.exec(plain)?.[1];
  const id = bytes[0] === 3 ? undefined : /<widget\s[^>]{0,500}\bid="([^"]{1,200})"/.exec(plain)?.[1];
  if (source === undefined && id === undefined) return undefined;
  const startUrl = webAddress(source);
  return {
    values: keepTexts({ widget: id, content: source }),
    ...(startUrl === undefined ? {} : { startUrl }),
  };
}

function compiledSource(bytes: Buffer): string | undefined {
  const { root } = readAxml(bytes);
  const content = root?.children.find(({ name }) => name === 'content');
  return content && attributeOf(content, 'src')?.raw;
}
