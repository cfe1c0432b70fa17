import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { visiting } from './support.ts';

test(
  'access is extended, then given back by hand after a question',
  visiting(async ({ page, be, place, button, aws, granted, step }) => {
    await granted();
    await be('alice');
    await place('Curfew');
    await button('Extend…').click();
    await page.getByLabel('How much longer').selectOption({ index: 1 });
    await button('Extend').click();
    await page
      .getByText(/Extended: you have/)
      .first()
      .waitFor();
    await aws.getByText(/until 1[12]:/).waitFor();

    await button("I'm done").last().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click();
    assert.is(await aws.getByText('alice in admin_RDS').count(), 1);
    await button("I'm done").last().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End now' }).click();
    await step(/^Ended, .* early/).waitFor();
  }),
);

test(
  'a field that is missing or wrong says so in its place',
  visiting(async ({ page, button }) => {
    await button('Shortcuts').click();
    await page.getByRole('menuitem').click();
    await page.getByLabel('Project').selectOption('payments');
    await page.getByLabel('Role').selectOption('DatabaseAdmin');
    await button('Request').click();
    await page.getByText('Please complete this required field.').waitFor();
    await page.getByLabel('Why you need it').fill('INC-42');
    await page.getByLabel('How long').fill('3 days');
    await button('Request').click();
    await page.getByRole('alert').filter({ hasText: '4 h' }).waitFor();
    assert.is(await page.getByLabel('How long').inputValue(), '3 days');
  }),
);

test(
  'whoever may not decide is told so, and nobody else reads it',
  visiting(async ({ page, be, place, button, fill, submit, currentState }) => {
    await fill();
    await submit();
    await place('payments');
    await button('Approve').click();
    await page.getByText('Only visible to you').waitFor();
    assert.is(await currentState.textContent(), 'Ask');
    await be('dave');
    await place('payments');
    assert.is(await page.getByText('Only visible to you').count(), 0);
  }),
);

test(
  'App Home shows what is live, and the list of requests after a start over is empty',
  visiting(async ({ page, be, place, button, granted, request }) => {
    await granted();
    await be('alice');
    await place('App Home');
    await page.getByRole('heading', { name: 'Your access now' }).waitFor();
    await page.getByText(/Access is live until/).waitFor();
    await button('Start over').click();
    await request.getByText('Its states light up here.').waitFor();
    await page.getByText('You are alice, on call').waitFor();
  }),
);

test.run();
