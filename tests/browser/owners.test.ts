import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { visiting } from './support.ts';

test(
  'an owner ends access on its card and says why, and the requester reads it',
  visiting(async ({ page, be, place, button, granted, aws }) => {
    await granted();
    await be('carol');
    await place('payments');
    await page.getByText('“INC-42: the ledger is locked”').waitFor();
    await button('End access…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The incident is over. :white_check_mark: *thanks*');
    await dialog.getByRole('button', { name: 'End access now' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-busy="no"]').waitFor();
    await aws.getByText('alice in admin_RDS').waitFor({ state: 'detached' });
    await be('alice');
    await place('Curfew');
    const reason = page.getByText('“The incident is over. :white_check_mark: *thanks*”');
    await reason.last().waitFor();
    assert.ok((await reason.count()) > 0);
  }),
);

test.run();
