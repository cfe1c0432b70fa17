import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { picture, visiting } from './support.ts';

test(
  'whoever has the same access by two requests reads so when they are done, and ends both',
  visiting(async ({ page, be, place, button, fill, submit, granted, aws }) => {
    await granted();
    await be('alice');
    await fill();
    await submit();
    await be('bob');
    await place('payments');
    await button('Approve').last().click();
    await page.locator('[data-busy="no"]').waitFor();
    await be('alice');
    await place('Home');
    await page.getByText('Your access now').waitFor();
    await button("I'm done").first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End now' }).click();
    const form = page.getByRole('dialog', { name: 'End access' });
    await form.getByText('Another request of yours gives the same access').waitFor();
    await picture(page, 'done');
    assert.is(await form.getByLabel('What to end').inputValue(), 'all');
    await form.getByRole('button', { name: 'End', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.locator('[data-busy="no"]').waitFor();
    await aws.getByText('alice in admin_RDS').waitFor({ state: 'detached' });
    assert.is(await aws.getByText('alice in admin_RDS').count(), 0);
  }),
);

test.run();
