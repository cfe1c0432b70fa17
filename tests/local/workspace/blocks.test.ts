import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drawBlock, drawBlocks } from '../../../local/workspace/page/blocks/index.ts';
import type { Block, Fields } from '../../../local/workspace/page/blocks/surface.ts';
import { type Element, type Node, textOf, type UiEvent } from '../../../local/workspace/page/dom/h.ts';
import { begin } from '../../e2e/support/story.ts';
import { surface } from './reading.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const block = (type: string, more: Fields): Block => ({ type, block_id: 'b', ...more });
const all = (node: Node): Element[] =>
  typeof node === 'string' ? [] : [node, ...node.children.flatMap(all)];
const find = (drawn: Element, tag: string): Element => {
  const found = all(drawn).find(each => each.tag === tag);
  if (found === undefined) throw new Error(`no ${tag} was drawn`);
  return found;
};
const event = (value = ''): UiEvent => ({
  currentTarget: { value },
  target: undefined,
  preventDefault: () => undefined,
  stopPropagation: () => undefined,
});

test('a block that we never send is not drawn, and not left out', () => {
  assert.throws(() => drawBlock(block('carousel', {}), surface()), /no drawing of the block type "carousel"/);
  const elements = [{ type: 'overflow', action_id: 'a' }];
  assert.throws(() => drawBlock(block('actions', { elements }), surface()), /element type "overflow"/);
});

test('a button is pressed with the block it stands in', () => {
  let pressed: unknown;
  const elements = [{ type: 'button', action_id: 'approve', text: plain('Approve'), style: 'primary' }];
  const drawn = drawBlock(
    block('actions', { elements }),
    surface({
      press: used => {
        pressed = `${used.block.block_id}/${String(used.element.action_id)}`;
      },
    }),
  );
  const button = find(drawn, 'button');
  assert.match(String(button.props.class), 'primary');
  button.props.on?.click?.(event());
  assert.is(pressed, 'b/approve');
});

test('a field is labelled, hinted and shows its error', () => {
  const element = { type: 'plain_text_input', action_id: 'duration' };
  const drawn = drawBlock(
    block('input', { label: plain('How long'), hint: plain('At most 4 h'), element }),
    surface({ errorAt: () => 'Too long.', valueIn: () => ({ value: '9h' }) }),
  );
  const input = find(drawn, 'input');
  assert.is(find(drawn, 'label').props.for, input.props.id);
  assert.is(input.props.value, '9h');
  assert.is(input.props['aria-invalid'], 'true');
  assert.match(textOf(drawn), 'Too long.');
  assert.match(textOf(drawn), 'At most 4 h');
});

test('a select offers its options with their descriptions and tells the pick', () => {
  let picked = '';
  const options = [{ text: plain('ReadOnly'), value: 'ro', description: plain('Look around') }];
  const element = { type: 'static_select', action_id: 'role', options };
  const drawn = drawBlock(
    block('input', { label: plain('Role'), element }),
    surface({
      pick: (_, option) => {
        picked = option;
      },
    }),
  );
  assert.match(textOf(drawn), 'ReadOnly – Look around');
  find(drawn, 'select').props.on?.change?.(event('ro'));
  assert.is(picked, 'ro');
});

test('a date is entered in the time zone of whoever enters it', () => {
  let typed = '';
  const element = { type: 'datetimepicker', action_id: 'startAt' };
  const drawn = drawBlock(
    block('input', { label: plain('Start later'), element }),
    surface({
      type: (_, text) => {
        typed = text;
      },
    }),
  );
  find(drawn, 'input').props.on?.change?.(event('2026-01-12T10:00'));
  assert.is(typed, String(Date.UTC(2026, 0, 12, 9) / 1000));
});

test('free text is text: what looks like HTML stays letters', () => {
  const drawn = drawBlock(block('section', { text: plain('<img src=x onerror=alert(1)>') }), surface());
  assert.is(textOf(drawn), '<img src=x onerror=alert(1)>');
  assert.not.ok(all(drawn).some(({ tag }) => tag === 'img'));
});

test('everything that a request sends from form to end can be drawn', async () => {
  const story = await begin();
  const shown: Block[] = [];
  const look = () => {
    const { conversations, homes, modals } = story.slack.snapshot();
    shown.push(...conversations.flatMap(({ messages }) => messages.flatMap(({ blocks }) => blocks)));
    shown.push(...[...Object.values(homes), ...Object.values(modals).flat()].flatMap(({ blocks }) => blocks));
  };
  await story.fill('alice', {});
  look();
  await story.as('alice').modal().close();
  const id = await story.ask('alice', { duration: '1h' });
  await story.as('bob').openHome();
  look();
  await story.clickCard('bob', 'Deny…');
  look();
  await story.as('bob').modal().close();
  await story.approve('bob');
  await story.as('alice').openHome();
  look();
  await story.clickCard('bob', 'End access…');
  look();
  await story.as('bob').modal().close();
  await story.ask('alice', { duration: '2h' });
  await story.approve('bob');
  await story.clickDm('alice', "I'm done");
  look();
  await story.as('alice').modal().close();
  await story.clickDm('alice', 'Extend…');
  look();
  await story.as('alice').modal().close();
  await story.clickCard('bob', 'Details');
  look();
  await story.clock.advanceBy(3 * 3_600_000);
  look();
  assert.is(await story.status(id), 'ENDED');
  assert.ok(shown.length > 60, `${shown.length} blocks`);
  const drawn = drawBlocks(shown, surface());
  assert.is(drawn.length, shown.length);
  await story.close();
});

test.run();
