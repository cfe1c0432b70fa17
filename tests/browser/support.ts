import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import * as assert from 'uvu/assert';

const root = resolve(import.meta.dirname, '../..');

/** Only what is ours: no look-ups, no updates, no first-run pages. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const open = (server: ChildProcess): Promise<string> =>
  new Promise((done, fail) => {
    let out = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0];
      if (origin !== undefined) done(origin);
    });
    server.once('exit', code => fail(new Error(`npm start ended with ${code}: ${out}`)));
  });

const begin = async (options: BrowserContextOptions = {}) => {
  const server = spawn(process.execPath, ['local/start.mjs', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await open(server);
  const profile = await mkdtemp(join(tmpdir(), 'curfew-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: quiet,
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const wrong: string[] = [];
  page.on('pageerror', error => wrong.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('request', request => {
    if (!request.url().startsWith(origin)) wrong.push(`asked elsewhere: ${request.url()}`);
  });
  await page.goto(origin);
  await page.getByLabel('You are', { exact: true }).waitFor();

  const close = async (): Promise<void> => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
    const ended = new Promise(done => server.once('exit', done));
    server.kill('SIGINT');
    await ended;
  };
  return { page, close, wrong, ...wordsFor(page) };
};

type Visit = Omit<Awaited<ReturnType<typeof begin>>, 'close' | 'wrong'>;

/** A test before a browser, with what `npm start` runs on a free port. Nothing may go wrong on the page meanwhile. */
export const visiting =
  (visit: (page: Visit) => Promise<void>, options: BrowserContextOptions = {}) =>
  async (): Promise<void> => {
    const { close, wrong, ...page } = await begin(options);
    try {
      await visit(page);
      assert.equal(wrong, []);
    } finally {
      await close();
    }
  };

/** What a newcomer does, in the README's words. */
const wordsFor = (page: Page) => {
  const be = (name: string) => page.getByLabel('You are', { exact: true }).selectOption({ label: name });
  const place = (name: string) => page.getByRole('navigation').getByRole('button', { name }).click();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const fill = async (): Promise<void> => {
    await button('Shortcuts').click();
    await page.getByRole('menuitem', { name: 'Request AWS Access' }).click();
    await page.getByLabel('Project').selectOption('payments');
    await page.getByLabel('Role').selectOption('DatabaseAdmin');
    await page.getByLabel('Why you need it').fill('INC-42: the ledger is locked');
  };
  const submit = async (): Promise<void> => {
    await button('Request').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const clock = page.getByRole('contentinfo', { name: 'Clock' });
  /** The server has answered once the clock can be moved again. */
  const nextEvent = async (): Promise<void> => {
    const next = clock.getByRole('button', { name: 'Next event' });
    await next.click();
    await page.locator('[data-busy="no"]').waitFor();
    await next.isEnabled();
  };
  const aws = page.getByRole('region', { name: 'AWS right now' });
  const request = page.getByRole('region', { name: 'This request' });
  const currentState = request.locator('[aria-current="step"] .state');
  const step = (label: string | RegExp) =>
    page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: label });
  const granted = async (): Promise<void> => {
    await fill();
    await submit();
    await button('Be bob').click();
    await button('Approve').click();
    await aws.getByText('alice in admin_RDS').waitFor();
  };
  return { be, place, button, fill, submit, clock, nextEvent, aws, request, currentState, step, granted };
};

/** Screenshots of the README, when they are asked for: `CURFEW_SCREENSHOTS=yes`. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.CURFEW_SCREENSHOTS !== 'yes') return;
  await page.mouse.move(0, 0);
  // Animations end, so that two runs make the same picture.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(root, 'docs/images', `${name}.png`), animations: 'disabled' });
};
