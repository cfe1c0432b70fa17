import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { visiting } from './support.ts';

test(
  'on a phone everything is reachable, and nothing is wider than the screen',
  visiting(
    async ({ page, be, place, button, granted, aws }) => {
      const width = () => page.evaluate('document.documentElement.scrollWidth');
      assert.is(await width(), 390);
      await granted();
      await be('alice');
      await place('Curfew');
      await button("I'm done").waitFor();
      await aws.scrollIntoViewIfNeeded();
      assert.is(await width(), 390);
    },
    { viewport: { width: 390, height: 844 } },
  ),
);

test(
  'the keyboard is enough: command, form, Enter, Escape',
  visiting(async ({ page, button, currentState }) => {
    const box = page.getByLabel('Message #payments');
    await box.focus();
    await page.keyboard.type('/access payments DatabaseAdmin 30m');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    assert.is(await page.getByLabel('How long').inputValue(), '30m');

    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await button('Shortcuts').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    assert.is(await page.evaluate('document.activeElement.name'), 'project');
    await page.keyboard.type('payments');
    await page.getByLabel('Role').focus();
    await page.keyboard.type('Data');
    await page.getByLabel('Why you need it').waitFor();
    await page.getByLabel('Why you need it').focus();
    await page.keyboard.type('INC-42');
    await page.getByLabel('How long').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await currentState.filter({ hasText: 'Ask' }).waitFor();
  }),
);

test(
  'the focus stays within a dialog, and what lies under it cannot be reached',
  visiting(async ({ page, button }) => {
    await button('Shortcuts').click();
    await page.getByRole('menuitem').click();
    await page.getByRole('dialog').waitFor();
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate("document.activeElement.closest('[role=dialog]') !== null"));
    }
  }),
);

test(
  'what people write is shown as they wrote it',
  visiting(async ({ page }) => {
    await page.getByLabel('Message #payments').fill('<img src=x onerror="document.title=1"> *hello*');
    await page.keyboard.press('Enter');
    await page.locator('.message strong', { hasText: 'hello' }).waitFor();
    assert.is(await page.locator('.message img').count(), 0);
  }),
);

test.run();
