import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { picture, visiting } from './support.ts';

test(
  'revoke fails: it is stuck, security is paged, and once AWS recovers the access goes',
  visiting(async ({ page, place, button, nextEvent, aws, request, step, granted }) => {
    await granted();
    await button('Revoke fails').click();
    for (
      let events = 0;
      events < 8 && !(await request.getByText('STUCK', { exact: true }).isVisible());
      events += 1
    )
      await nextEvent();
    await step('Stuck: AWS will not revoke it').waitFor();
    await aws.getByText(/should have ended at/).waitFor();
    await place('security');
    await page.getByText('Access could not be revoked.').waitFor();
    await picture(page, 'stuck');

    await button('Let AWS recover').first().click();
    await nextEvent();
    await step(/^Ended, .* late/).waitFor();
    await aws.getByText('Nobody has access.').nth(1).waitFor();
  }),
);

test(
  'kill the execution: nothing runs any more, and the sweeper takes the access back',
  visiting(async ({ page, button, nextEvent, aws, request, step, granted }) => {
    await granted();
    await button('Kill the execution').click();
    await request.getByText('Execution killed').waitFor();
    assert.is(await aws.getByText('alice in admin_RDS').count(), 1);
    await nextEvent();
    await step(/^Ended, .* early/).waitFor();
    await aws.getByText('Nobody has access.').nth(1).waitFor();
    await page.getByText('the sweeper, which needs none').waitFor();
  }),
);

test(
  'deny: AWS never hears of it, and the requester reads why',
  visiting(async ({ page, be, place, button, fill, submit, aws, step }) => {
    await page.getByRole('group', { name: 'Now break it' }).getByRole('button', { name: 'Deny' }).click();
    await page.getByText('Ask once more, to be denied').waitFor();
    await fill();
    await submit();
    await button('Be bob').click();
    await button('Deny…').click();
    await page.getByLabel('Reason').fill('ReadOnly is enough for this.');
    await page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
    await step('Denied').waitFor();
    assert.is(await aws.getByText('Nobody has access.').count(), 2);
    await be('alice');
    await place('Curfew');
    await page.getByText('ReadOnly is enough for this.').waitFor();
  }),
);

test.run();
