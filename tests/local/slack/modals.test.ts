import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CannotSee } from '../../../local/slack/index.ts';
import { fieldsOf, listOf } from '../../../local/slack/json.ts';
import { createWorld, type Handler, plain, refusalOf, section, type World } from './fake-app.ts';
import { form, option } from './form.ts';

const opening =
  ({ client }: World, view: object = form()): Handler =>
  async payload => {
    if (payload.type === 'block_suggestion') return { options: [option('Payments'), option('Billing')] };
    if (payload.type !== 'shortcut') return undefined;
    await client.apiCall('views.open', { trigger_id: payload.trigger_id, view });
    return undefined;
  };

const openForm = async (view?: object) => {
  const world = createWorld();
  world.answer(opening(world, view));
  const alice = world.slack.as('U0ALICE');
  await alice.shortcut('request');
  return { ...world, alice, modal: alice.modal() };
};

const filled = async () => {
  const world = await openForm();
  await world.modal.pick('project', 'Payments');
  await world.modal.type('why', 'disk is full');
  return world;
};

test('a shortcut opens a form that its user alone sees', async () => {
  const { slack, modal, received } = await openForm();
  assert.is(modal.title(), 'Request access');
  assert.throws(
    () => slack.as('U0BOB').modal(),
    (error: unknown) => error instanceof CannotSee,
  );
  assert.is(received[0]?.callback_id, 'request');
  assert.equal(received[0]?.user, { id: 'U0ALICE', username: 'alice', name: 'alice', team_id: 'T0TEAM' });
  assert.not.ok('response_url' in fieldsOf(received[0]) || 'channel' in fieldsOf(received[0]));
});

test('a select in a section reports at once, with the state of the whole form', async () => {
  const { modal, received } = await openForm();
  await modal.pick('role', 'Admin');
  const payload = received.at(-1);
  assert.is(payload?.type, 'block_actions');
  assert.is(fieldsOf(listOf(payload?.actions)[0]).block_id, 'role');
  const values = fieldsOf(fieldsOf(fieldsOf(payload?.view).state).values);
  assert.is(fieldsOf(fieldsOf(fieldsOf(values.role).role).selected_option).value, 'admin');
  assert.equal(fieldsOf(values.why).why, { type: 'plain_text_input', value: null });
});

test('an input reports only when it is told to', async () => {
  const { modal, received } = await openForm();
  const before = received.length;
  await modal.type('why', 'disk is full');
  await modal.pick('extras', ['Urgent', 'Quiet']);
  assert.is(received.length, before);
  await modal.type('day', '2026-03-04');
  assert.is(received.length, before + 1);
});

test('fields are found by their label too, and one that is not there cannot be filled', async () => {
  const { modal } = await openForm();
  await modal.type('Why', 'disk is full');
  assert.is(modal.value('why').value, 'disk is full');
  await modal.type('Nowhere', 'x').then(
    () => assert.unreachable('nothing is there'),
    (error: unknown) => assert.instance(error, CannotSee),
  );
});

test('an external select offers what the app answers, and nothing else can be picked', async () => {
  const { modal, received } = await openForm();
  assert.equal(await modal.search('project', 'pay'), ['Payments', 'Billing']);
  assert.is(received.at(-1)?.value, 'pay');
  await modal.pick('project', 'Nothing').then(
    () => assert.unreachable('it is not on offer'),
    (error: unknown) => assert.instance(error, CannotSee),
  );
});

test('options that Slack would refuse are shown as none, and the error is seen', async () => {
  const { slack, modal, answer } = await openForm();
  answer(() => ({ options: [{ text: plain('x'), value: 'y'.repeat(151) }] }));
  assert.equal(await modal.search('project', ''), []);
  assert.match(slack.errors[0]?.error ?? '', /less than 151/);
});

test('an empty required field, and a text too short or too long, never leave the client', async () => {
  const { modal, received } = await openForm();
  const before = received.length;
  await modal.type('why', 'abcd');
  const short = await modal.submit();
  assert.equal(short, {
    outcome: 'errors',
    errors: {
      project: 'Please complete this required field.',
      why: 'Please lengthen this text to 5 characters or more.',
    },
  });
  await modal.type('why', 'x'.repeat(41));
  assert.is((await modal.submit()).outcome, 'errors');
  assert.is(modal.errors().why, 'Please shorten this text to 40 characters or less.');
  assert.is(received.length, before);
});

test('an empty answer to a submission closes the form', async () => {
  const { alice, modal, received } = await filled();
  assert.equal(await modal.submit(), { outcome: 'closed' });
  assert.is(modal.isOpen(), false);
  assert.equal(alice.modals(), []);
  const payload = received.at(-1);
  assert.is(payload?.type, 'view_submission');
  assert.is(fieldsOf(payload?.view).private_metadata, 'request-1');
  assert.is(fieldsOf(payload?.view).callback_id, 'request');
});

test('errors from the app stand under their fields and the form stays open', async () => {
  const { modal, answer } = await filled();
  answer(() => ({ response_action: 'errors', errors: { why: 'Say more.' } }));
  assert.equal(await modal.submit(), { outcome: 'errors', errors: { why: 'Say more.' } });
  assert.is(modal.isOpen(), true);
  await modal.type('why', 'disk is full on db-1');
  assert.equal(modal.errors(), {});
});

test('errors for a block that is no input are a fault of the app', async () => {
  const { slack, modal, answer } = await filled();
  answer(() => ({ response_action: 'errors', errors: { role: 'No.' } }));
  assert.is((await modal.submit()).outcome, 'failed');
  assert.match(slack.errors[0]?.error ?? '', /role/);
});

test('an update shows another view in the same place', async () => {
  const { modal, answer } = await filled();
  const view = { type: 'modal', title: plain('Asked'), blocks: [section('Asked *bob*')] };
  answer(() => ({ response_action: 'update', view }));
  assert.equal(await modal.submit(), { outcome: 'updated' });
  assert.is(modal.title(), 'Asked');
  assert.is(modal.text(), 'Asked bob');
  assert.is(modal.submitLabel(), undefined);
});

test('a push stacks a view, closing it shows the one below, and clear closes all', async () => {
  const { alice, modal, answer } = await filled();
  const view = form({ title: plain('Sure?'), blocks: [section('Sure?')] });
  answer(() => ({ response_action: 'push', view }));
  assert.equal(await modal.submit(), { outcome: 'pushed' });
  const top = alice.modal();
  assert.is(top.view().previousViewId, modal.id);
  assert.is(top.view().rootViewId, modal.id);
  await top.close();
  assert.is(alice.modal().id, modal.id);
  await modal.submit();
  answer(() => ({ response_action: 'clear' }));
  await alice.modal().submit();
  assert.equal(alice.modals(), []);
});

test('an app that answers an invalid view leaves the form open with an error', async () => {
  const { slack, modal, answer } = await filled();
  answer(() => ({ response_action: 'update', view: { type: 'modal', blocks: [] } }));
  assert.is((await modal.submit()).outcome, 'failed');
  assert.match(slack.errors[0]?.error ?? '', /missing required field: title/);
});

test('closing is told only where it was asked for', async () => {
  const quiet = await openForm();
  await quiet.modal.close();
  assert.is(
    quiet.received.some(one => one.type === 'view_closed'),
    false,
  );
  const told = await openForm(form({ notify_on_close: true }));
  await told.modal.close();
  assert.is(told.received.at(-1)?.type, 'view_closed');
  assert.is(told.received.at(-1)?.is_cleared, false);
});

test('a trigger opens one view, within three seconds', async () => {
  const world = createWorld();
  const open = (triggerId: unknown) =>
    refusalOf(world.client.apiCall('views.open', { trigger_id: triggerId, view: form() }));
  const alice = world.slack.as('U0ALICE');
  await alice.shortcut('request');
  const first = world.received[0]?.trigger_id;
  assert.is(await open(first), 'ok');
  assert.is(await open(first), 'exchanged_trigger_id');
  await alice.shortcut('request');
  world.clock.wall += 3001;
  assert.is(await open(world.received[1]?.trigger_id), 'expired_trigger_id');
  assert.is(await open('made-up'), 'invalid_trigger_id');
});

test('an update with an old hash is a conflict', async () => {
  const { client, modal } = await openForm();
  const { id, hash } = modal.view();
  const update = () =>
    refusalOf(client.apiCall('views.update', { view_id: id, hash, view: form({ title: plain('Second') }) }));
  assert.is(await update(), 'ok');
  assert.is(await update(), 'hash_conflict');
});

test('an update keeps what was entered while the ids stay the same', async () => {
  const { client, modal } = await filled();
  await client.apiCall('views.update', { view_id: modal.id, view: form({ title: plain('Again') }) });
  assert.is(modal.value('why').value, 'disk is full');
  const blocks = form().blocks.map(block => ({ ...block, block_id: `${block.block_id}-2` }));
  await client.apiCall('views.update', { view_id: modal.id, view: form({ blocks }) });
  assert.is(modal.value('why').value, null);
});

test('a field of another type starts afresh, though its ids stay', async () => {
  const { client, modal } = await filled();
  const blocks = form().blocks.map(block =>
    block.block_id === 'why' ? { ...block, element: { type: 'datepicker', action_id: 'why' } } : block,
  );
  await client.apiCall('views.update', { view_id: modal.id, view: form({ blocks }) });
  assert.equal(modal.value('why'), { type: 'datepicker', selected_date: null });
});

test('a form opened anew is the root of its own stack', async () => {
  const { alice, modal } = await openForm();
  await alice.shortcut('request');
  assert.is(alice.modals().length, 1);
  assert.is(modal.isOpen(), false);
  assert.is(alice.modal().view().rootViewId, alice.modal().id);
});

test('a choice that is no longer offered is not kept', async () => {
  const { client, modal } = await openForm();
  await modal.pick('role', 'Admin');
  const [role, ...rest] = form().blocks;
  const accessory = { type: 'static_select', action_id: 'role', options: [option('ReadOnly')] };
  await client.apiCall('views.update', {
    view_id: modal.id,
    view: form({ blocks: [{ ...role, accessory }, ...rest] }),
  });
  assert.is(modal.value('role').selected_option, null);
});

test('a view read from a payload cannot be sent back as it is', async () => {
  const { client, modal, received } = await openForm();
  await modal.pick('role', 'Admin');
  const view = received.at(-1)?.view;
  assert.is(
    await refusalOf(client.apiCall('views.update', { view_id: modal.id, view })),
    'invalid_arguments',
  );
});

test('a view is found by its external id, which must be unique', async () => {
  const { client, slack, received, modal } = await openForm(form({ external_id: 'request-1' }));
  const view = form({ external_id: 'request-1', title: plain('Found') });
  await client.apiCall('views.update', { external_id: 'request-1', view });
  assert.is(modal.title(), 'Found');
  await slack.as('U0BOB').shortcut('other');
  const trigger = received.at(-1)?.trigger_id;
  assert.is(
    await refusalOf(client.apiCall('views.open', { trigger_id: trigger, view })),
    'duplicate_external_id',
  );
});

test('three views can be stacked, not four', async () => {
  const world = createWorld();
  const push: Handler = async payload => {
    await world.client.apiCall(payload.type === 'shortcut' ? 'views.open' : 'views.push', {
      trigger_id: payload.trigger_id,
      view: form(),
    });
    return undefined;
  };
  world.answer(push);
  const alice = world.slack.as('U0ALICE');
  await alice.shortcut('request');
  await alice.modal().pick('role', 'Admin');
  await alice.modal().pick('role', 'Admin');
  assert.is(alice.modals().length, 3);
  world.answer(async payload => {
    const refused = await refusalOf(
      world.client.apiCall('views.push', { trigger_id: payload.trigger_id, view: form() }),
    );
    assert.is(refused, 'push_limit_reached');
    return undefined;
  });
  await alice.modal().pick('role', 'Admin');
  assert.equal(world.slack.errors, []);
});

test('a view too large or to a trigger that is missing is refused by name', async () => {
  const { client } = createWorld();
  const blocks = Array.from({ length: 100 }, () => section('x'.repeat(2900)));
  const open = (args: object) => refusalOf(client.apiCall('views.open', { ...args }));
  assert.is(await open({ trigger_id: 'x', view: form({ blocks }) }), 'view_too_large');
  assert.is(await open({ view: form() }), 'invalid_arguments');
});

test('the Home tab shows what was published, and an old hash is a conflict', async () => {
  const { slack, client, received } = createWorld();
  const view = { type: 'home', blocks: [section('Nothing open')] };
  const alice = slack.as('U0ALICE');
  await alice.openHome();
  assert.is(fieldsOf(received[0]?.event).type, 'app_home_opened');
  assert.is(fieldsOf(received[0]?.event).tab, 'home');
  const published = await client.apiCall('views.publish', { user_id: 'U0ALICE', view });
  assert.is(alice.home().text(), 'Nothing open');
  const { hash } = fieldsOf(fieldsOf(published).view);
  assert.is(await refusalOf(client.apiCall('views.publish', { user_id: 'U0ALICE', hash, view })), 'ok');
  assert.is(
    await refusalOf(client.apiCall('views.publish', { user_id: 'U0ALICE', hash, view })),
    'hash_conflict',
  );
  await alice.openHome();
  assert.is(fieldsOf(fieldsOf(received[1]?.event).view).type, 'home');
});

test.run();
