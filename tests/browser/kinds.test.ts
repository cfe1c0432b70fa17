import { test } from 'uvu';
import { picture, visiting } from './support.ts';

type Visit = Parameters<Parameters<typeof visiting>[0]>[0];

/** Asks for a role of the project platform as alice, and approves as carol. */
const granted = async ({ page, be, place, button }: Visit, role: string, duration: string) => {
  await be('alice');
  await button('Shortcuts').click();
  await page.getByRole('menuitem', { name: 'Request AWS Access' }).click();
  await page.getByLabel('Project').selectOption('platform');
  await page.getByLabel('Role').selectOption(role);
  await page.getByLabel('How long').fill(duration);
  await page.getByLabel('Why you need it').fill('INC-42: look at the numbers');
  await button('Request').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await be('carol');
  await place('platform');
  await button('Approve').last().click();
  await page.locator('[data-busy="no"]').waitFor();
};

/** The next day AWS shows nobody with access in either account. */
const isOver = async ({ clock, aws }: Visit): Promise<void> => {
  await clock.getByRole('button', { name: '+1 day' }).click();
  await aws.getByText('Nobody has access.').nth(1).waitFor();
};

test(
  'a permission set for an hour: asked for, used, taken back',
  visiting(async visit => {
    const { page, be, aws, place } = visit;
    await granted(visit, 'ReadOnly', '1h');
    await visit.nextEvent();
    await aws.getByText('alice in ReadOnly').first().waitFor();
    await be('alice');
    await place('Curfew');
    await page.getByText('aws configure sso').first().waitFor();
    await picture(page, 'permission-set');
    await isOver(visit);
  }),
);

test(
  'a template over two buckets: a policy of its own, in the message and in AWS, and gone at the end',
  visiting(async visit => {
    const { page, be, aws, place } = visit;
    await granted(visit, 'InvoiceReader', '1h');
    await aws.getByText('alice in curfew-').first().waitFor();
    await be('alice');
    await place('Curfew');
    await page.getByText('S3ReadOnlyPolicy on example-reports and example-invoices').first().waitFor();
    await picture(page, 'template');
    await isOver(visit);
    await page
      .getByText(/Ended .* late/)
      .first()
      .waitFor();
  }),
);

test.run();
