import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { picture, visiting } from './support.ts';

test(
  'the first minute: ask as alice, approve as bob, access, warning, gone',
  visiting(async ({ page, be, place, button, fill, submit, nextEvent, aws, request, currentState, step }) => {
    await page.getByText('You are alice, on call').waitFor();
    assert.match(
      (await page.getByText('Nothing here reaches AWS or Slack.').textContent()) ?? '',
      'access.example.yml',
    );

    await fill();
    await page.getByRole('dialog').getByText('Will be asked: @bob or @carol.').waitFor();
    await submit();
    await place('Curfew');
    await page.getByText('Asked @bob and @carol').waitFor();
    await page.getByText('You have no access yet.').waitFor();
    await currentState.filter({ hasText: 'Ask' }).waitFor();
    assert.is(await aws.getByText('Nobody has access.').count(), 2);

    await be('bob');
    await place('payments');
    await button('Approve').click();
    await aws.getByText('alice in admin_RDS').waitFor();
    await step('Access appears').and(page.locator('.done')).waitFor();
    await currentState.filter({ hasText: 'Hold' }).waitFor();

    await be('alice');
    await place('Curfew');
    await page.getByText('1. Sign in to staging').waitFor();
    await button('Extend…').waitFor();
    await button("I'm done").waitFor();
    await aws.getByText('until 11:00').waitFor();
    await picture(page, 'workspace');

    await nextEvent();
    await step('Warning').and(page.locator('.done')).waitFor();
    await page.getByText('Need longer? Extend it now.').waitFor();
    assert.is(await aws.getByText('alice in admin_RDS').count(), 1);

    await nextEvent();
    await step(/^Ended, \d\.\d s late/).waitFor();
    await aws.getByText('Nobody has access.').nth(1).waitFor();
    await request.getByText('Execution succeeded').waitFor();
    await page.getByText('This machine and these handlers are what you deploy.').waitFor();
  }),
);

test.run();
