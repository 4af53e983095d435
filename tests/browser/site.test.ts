import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assay, startAssay, waitForWords } from '../support/run-assay.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
/** Would run, and would be sent away, if the page let it. */
const NAME = 'chat <img src=x onerror=document.title=1>.png';

let folder: string;
let server: Assay;
let link: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
const requested: string[] = [];

async function openContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const opened = await browser.newContext(options);
  opened.on('request', (request) => requested.push(request.url()));
  opened.on('page', (made) => {
    made.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    made.on('pageerror', (error) => complaints.push(String(error)));
  });
  return opened;
}

beforeAll(async () => {
  if (CHROMIUM === undefined) throw new Error('chromium is not installed: apt-get install chromium');
  folder = await mkdtemp(join(tmpdir(), 'assay-browser-'));
  const text = `<svg width="900" height="500"><rect width="900" height="500" fill="#fff"/>
    <text x="40" y="120" font-size="40" font-family="DejaVu Sans">Deposit 5000 USDT today</text>
    <text x="40" y="220" font-size="40" font-family="DejaVu Sans">https://scam-invest.example/app</text></svg>`;
  await writeFile(join(folder, 'chat.png'), await sharp(Buffer.from(text)).png().toBuffer());
  const env = {
    ASSAY_DATA: join(folder, 'data'),
    ASSAY_PORT: '0',
    ASSAY_SPARES: '0',
    XDG_STATE_HOME: join(folder, 'state'),
  };
  server = startAssay(['serve'], env);
  link = (await waitForWords(server, /(http:\/\/127\.0\.0\.1:\d+\/sign-in\?token=\S+)/))[1]!;
  const args = userInfo().uid === 0 ? ['--no-sandbox'] : [];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
  context = await openContext();
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.process.kill('SIGTERM');
  await server?.ended;
  await rm(folder, { recursive: true, force: true });
});

describe('a police officer in a browser', () => {
  it('signs in by the link that the server printed', async () => {
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Submissions' }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'assay_session', httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('sends a file, sees it being examined, and the page turns into the report', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Send files' }).click();
    await page.getByLabel('Case reference').fill('CASE-1');
    await page.getByLabel('Marking (TLP)').selectOption('green');
    const file = { name: NAME, mimeType: 'image/png', buffer: await readFile(join(folder, 'chat.png')) };
    await page.getByLabel('Files').setInputFiles(file);
    await page.getByRole('button', { name: 'Send for examination' }).click();
    await page.getByRole('heading', { name: 'What was not examined' }).waitFor({ timeout: 90_000 });
    expect(await page.getByText('TLP:GREEN').first().isVisible()).toBe(true);
    expect(await page.title()).toMatch(/^Report/);
    await page.getByText('hxxps://scam-invest[.]example').first().waitFor();
    const pictures = page.locator('figure img');
    expect(await pictures.count()).toBeGreaterThan(0);
    const widths = await pictures.evaluateAll((all) =>
      Promise.all(
        (
          all as {
            complete: boolean;
            naturalWidth: number;
            scrollIntoView(): void;
            decode(): Promise<void>;
          }[]
        ).map(async (one) => {
          one.scrollIntoView();
          await one.decode();
          return one.naturalWidth;
        }),
      ),
    );
    expect(Math.min(...widths)).toBeGreaterThan(0);
  });

  it('copies the value as it is, though it is shown defanged', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const row = page.getByRole('row').filter({ hasText: 'hxxps://scam-invest[.]example' }).first();
    await row.getByRole('button', { name: /^Copy/ }).click();
    await row.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^https:\/\/scam-invest\.example/);
  });

  it('downloads the CSV, in which nothing calculates', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    const text = await readFile((await download.path())!, 'utf8');
    expect(text).toContain('hxxps://scam-invest[.]example');
  });

  it('reads the report on a phone without scrolling sideways, and without any script', async () => {
    const address = page.url();
    const phone = await openContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    await phone.addCookies(await context.cookies());
    const small = await phone.newPage();
    await small.goto(address);
    expect(await small.getByRole('heading', { name: 'What was not examined' }).isVisible()).toBe(true);
    await phone.close();
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = 'document.documentElement.scrollWidth - window.innerWidth';
    expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('reaches the content with the first key, and sees where the focus is', async () => {
    await page.goto(page.url());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  it('gives every field a label, every picture words, every page one heading of the first level', async () => {
    for (const path of ['', '/upload', '/library']) {
      if (path !== '') await page.goto(new URL(path, page.url()).href);
      const trouble = await page.evaluate(`(() => {
        const nameless = [...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter((f) => f.labels.length === 0);
        const mute = [...document.querySelectorAll('img')].filter((i) => i.alt === '');
        const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
        return [nameless.length, mute.length, document.querySelectorAll('h1').length - 1, ids.length - new Set(ids).size,
          document.querySelectorAll('main').length - 1];
      })()`);
      expect([path, trouble]).toEqual([path, [0, 0, 0, 0, 0]]);
      if (path !== '') await page.goBack();
    }
  });

  it('releases it with a conclusion, finds it in the library and exports it', async () => {
    await page
      .getByLabel('Your conclusion, in words')
      .fill('A picture that lures people into a false investment.');
    await page.getByLabel('Every unit on this server').check();
    await page.getByText(/Indicators that others should act on/).click();
    await page.getByRole('checkbox', { name: /^Web address hxxps:\/\/scam-invest/ }).check();
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByRole('heading', { name: 'Conclusion of the reviewer' }).waitFor();
    expect(await page.content()).not.toContain('CASE-1');
    await page.getByRole('navigation').getByRole('link', { name: 'Library' }).click();
    await page.getByLabel('Indicator (defanged is fine)').fill('scam-invest[.]example');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: /lures people/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'STIX 2.1 bundle' }).click(),
    ]);
    const bundle = JSON.parse(await readFile((await download.path())!, 'utf8')) as {
      objects: { type: string; pattern?: string }[];
    };
    const patterns = bundle.objects.filter((o) => o.type === 'indicator').map((o) => o.pattern);
    expect(patterns).toEqual([expect.stringMatching(/^\[url:value = 'https:\/\/scam-invest\.example/)]);
  });

  it('withdraws it, and signs out', async () => {
    await page.getByRole('button', { name: 'Withdraw this release' }).click();
    await page.getByText('Do not use it any more.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.reload();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in');
  });

  it('meets no error of the page or its policy on the way, and loads nothing from elsewhere', () => {
    expect(complaints).toEqual([]);
    const { origin } = new URL(link);
    expect(requested.filter((address) => !address.startsWith(`${origin}/`))).toEqual([]);
    expect(requested.length).toBeGreaterThan(20);
  });
});
