import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { requestEvents } from '../../../functions/domain/notified.ts';
import type { Decision, RequestRecord } from '../../../functions/domain/record.ts';
import { type Status, statuses } from '../../../functions/domain/status.ts';
import { hour, toIso } from '../../../functions/domain/time.ts';
import { homeView } from '../../../functions/slack/messages/home.ts';
import { homePage } from '../../../functions/slack/messages/home-page.ts';
import {
  card,
  detailsView,
  dm,
  dmClosed,
  type MessageData,
  refusal,
  securityPage,
  threadReply,
} from '../../../functions/slack/messages/index.ts';
import { requestForm } from '../../../functions/slack/messages/request-form.ts';
import { denyForm, doneForm, endForm, extendForm } from '../../../functions/slack/messages/small-forms.ts';
import type { Message } from '../../../functions/slack/port.ts';
import { validateBlocks, validateView } from '../../../local/slack/block-kit/index.ts';
import { catalogOf, kinds, now, person, recordOf, role, staging } from './world.ts';

/** Names and texts as hostile and as long as they can be. */
const nasty = (max: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: max }),
    fc
      .constantFrom(
        '<!channel>',
        '<@U0BOB>',
        '<https://evil.example|click>',
        '\u202Egnp.exe',
        '&lt;!here&gt;',
      )
      .map(text => text.slice(0, max)),
    fc
      .constantFrom('<', '&', '>', 'x', '\n', '𝒳', '`', '*')
      .map(one => one.repeat(Math.floor(max / one.length))),
  );
const name = nasty(120).map(text => text || 'name');
const moment = fc.integer({ min: now, max: now + 330 * 24 * hour }).map(toIso);

const decision: fc.Arbitrary<Decision> = fc.record({
  verdict: fc.constantFrom('approve', 'deny'),
  counts: fc.array(
    fc.integer({ min: 0, max: 2 }).map(place => `${place}:a set`),
    { maxLength: 2 },
  ),
  by: fc.record({
    person: name,
    teamId: fc.constant('T0TEAM'),
    userId: fc.constantFrom('U0BOB', 'U0CAROL', '<!channel>'),
  }),
  reason: nasty(500),
  onBehalfOf: fc.record({ person: name, teamId: fc.constant('T0TEAM'), userId: fc.constant('U0BOB') }),
  source: fc.constant('message'),
  at: moment,
  rule: nasty(2_000),
  catalogHash: fc.constant('h'),
});

const record: fc.Arbitrary<RequestRecord> = fc
  .record({
    status: fc.constantFrom(...(Object.keys(statuses) as Status[])),
    project: name,
    role: name,
    risk: fc.constantFrom('low', 'medium', 'high'),
    production: fc.boolean(),
    firstRequest: fc.boolean(),
    justification: nasty(50_000),
    rule: nasty(5_000),
    durationMs: fc.integer({ min: 60_000, max: 330 * 24 * hour }),
    startAt: moment,
    until: moment,
    grantedAt: moment,
    endedAt: moment,
    decisions: fc.dictionary(name, decision, { maxKeys: 30 }),
    stages: fc.array(
      fc.record({
        key: nasty(300),
        need: fc.integer({ min: 1, max: 30 }),
        from: fc.array(name, { maxLength: 50 }),
      }),
      { maxLength: 3 },
    ),
    stage: fc.integer({ min: 0, max: 2 }),
    outcome: fc.record({ code: fc.constant('x'), message: nasty(5_000) }),
    targets: fc.array(
      fc.record({ target: fc.constant({ account: staging }), principal: nasty(500), resourceKey: name }),
      { maxLength: 60 },
    ),
    requestId: fc.stringMatching(/^[A-Za-z0-9_-]{80}$/),
    progress: fc.dictionary(
      name,
      fc.record({ kept: fc.constantFrom('held-by-others', 'preexisting'), preexisting: fc.boolean() }),
      { maxKeys: 5 },
    ),
  })
  .map(change => recordOf(change as Partial<RequestRecord>));

const data: fc.Arbitrary<MessageData> = fc
  .record({
    record,
    targets: fc.array(nasty(500), { maxLength: 60 }),
    approvers: fc.array(name.map(person), { maxLength: 60 }),
    steps: fc.array(nasty(1_000), { maxLength: 40 }),
    label: nasty(300),
    url: fc.oneof(fc.webUrl(), nasty(4_000)),
    note: nasty(5_000),
    runbook: fc.oneof(fc.webUrl(), nasty(4_000)),
    extendableMs: fc.integer({ min: 0, max: 330 * 24 * hour }),
    residualMs: fc.constantFrom(0, hour),
  })
  .map(({ record, targets, approvers, steps, label, url, note, runbook, extendableMs, residualMs }) => ({
    record,
    view: {
      now,
      kindLabel: 'IAM group',
      targets,
      approvers,
      residualMs,
      howTo: [
        { steps, link: { label: label || 'Open', url } },
        { steps, link: { label: 'Open', url } },
      ],
      extendableMs,
      note,
      runbook,
    },
  }));

const plainView: MessageData['view'] = {
  now,
  kindLabel: 'IAM group',
  targets: [],
  approvers: [],
  residualMs: 0,
  howTo: [],
  extendableMs: 0,
};

const none = (problems: string[]): void => {
  if (problems.length > 0) throw new Error(problems.join('; '));
};

/** As `fc.assert`, but the failure says what was wrong before it shows the long counterexample. */
const holds = <T>(property: fc.IRawProperty<T>, { numRuns }: { numRuns: number }): void => {
  const found = fc.check(property as fc.IProperty<T>, { numRuns });
  if (!found.failed) return;
  const cause = found.errorInstance instanceof Error ? found.errorInstance.message : 'failed';
  throw new Error(`${cause} (seed ${found.seed}, path ${found.counterexamplePath ?? ''})`);
};

/** What only we may write into mrkdwn: mentions and dates. */
const ours = /<@[A-Z0-9]{1,40}>|<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[\d: -]+ UTC>/g;

const isFine = (message: Message): void => {
  none(validateBlocks(message.blocks, 'message'));
  assert.ok(message.text.length > 0 && message.text.length <= 4_000, `text of ${message.text.length}`);
  const written = [
    message.text,
    ...message.blocks.flatMap(block =>
      block.type === 'section' && block.text?.type === 'mrkdwn' ? [block.text.text] : [],
    ),
  ];
  for (const text of written)
    assert.not.match(text.replace(ours, ''), /<|[\u202A-\u202E\u2066-\u2069\u200B]/);
};

test('F12: every message of any record stays within the limits of Slack, and nobody else’s markup survives in it', () => {
  holds(
    fc.property(data, fc.constantFrom(...requestEvents), (each, event) => {
      for (const message of [
        card(each),
        dm(each, event),
        dmClosed(each, event),
        threadReply(each, event),
        securityPage(each),
      ]) {
        isFine(message);
      }
      isFine(refusal({ code: 'already-decided', message: 'x', data: each }));
      isFine(refusal({ code: 'not-a-person', message: each.record.justification || 'x', data: each }));
    }),
    { numRuns: 80 },
  );
});

/** Marks that no other text here has. */
const imitation =
  'zqx :white_check_mark: *Approved by security* <!channel> @here https://curfew.example.com/ok zqx';
const marked = (each: MessageData): MessageData => ({
  ...each,
  record: {
    ...each.record,
    justification: imitation,
    endReason: imitation,
    lastProblem: imitation,
    decisions: Object.fromEntries(
      Object.entries(each.record.decisions).map(([key, vote]) => [key, { ...vote, reason: imitation }]),
    ),
  },
});
/** Every text that Slack formats. */
const formatted = (content: unknown): string[] => {
  if (typeof content !== 'object' || content === null) return [];
  if ('type' in content && content.type === 'mrkdwn' && 'text' in content) return [String(content.text)];
  return Object.values(content).flatMap(formatted);
};

test("another person's words are nowhere in a text that Slack formats, and without marks in what notifications show", () => {
  holds(
    fc.property(data, fc.constantFrom(...requestEvents), (plainly, event) => {
      const each = marked(plainly);
      const messages = [
        card(each),
        dm(each, event),
        dmClosed(each, event),
        threadReply(each, event),
        securityPage(each),
      ];
      const lists = { live: [each], asked: [each], waiting: [each], owned: [each], unread: {} };
      const views = [
        detailsView(each),
        denyForm(each, 'x message'),
        endForm(each, 'x message', [each]),
        doneForm(each, [each], 'x message'),
        extendForm(each, 'x message'),
        homeView({ ...lists, history: [each.record], command: '/access' }),
      ];
      assert.equal(
        [...messages, ...views].flatMap(formatted).filter(text => text.includes('zqx')),
        [],
      );
      for (const { text } of messages) {
        for (const [words] of text.matchAll(/zqx.*?zqx/g)) {
          assert.not.match(words, /:white_check_mark:|[*<]|@here|:\/\//);
        }
      }
      refusal({ code: 'already-decided', message: 'x', data: each });
    }),
    { numRuns: 60 },
  );
});

test('what was typed after the command looks like nothing of ours in the form', () => {
  const catalog = catalogOf();
  const { alice } = catalog.people;
  assert.ok(alice);
  for (const state of [{ project: imitation }, { project: 'payments', role: imitation }]) {
    const view = requestForm({ catalog, person: alice, kinds, state, metadata: 'x', now });
    const said = formatted(view).filter(text => text.includes('zqx'));
    assert.is(said.length, 1);
    assert.not.match(said[0] ?? '', /:white_check_mark:|\*Approved|<!channel>|@here|:\/\//);
  }
});

test("another person's words are shown as they were typed, where Slack formats nothing", () => {
  const record = { ...recordOf(), justification: imitation };
  const shown = JSON.stringify(card({ record, view: { ...plainView, targets: ['x'] } }).blocks);
  assert.match(shown, JSON.stringify({ type: 'plain_text', text: `“${imitation}”`, emoji: false }));
});

test('every view of any record stays within the limits of Slack', () => {
  holds(
    fc.property(fc.array(data, { maxLength: 12 }), data, (several, each) => {
      const views = [
        detailsView(each),
        denyForm(each, 'x message'),
        endForm(each, 'x message', several),
        doneForm(each, several, 'x message'),
        extendForm(each, 'x message'),
      ];
      for (const view of views) none(validateView(view, 'modal'));
      const home = homeView({
        live: several,
        asked: several,
        waiting: several,
        owned: several,
        unread: {},
        history: several.map(({ record }) => record),
        command: '/access',
      });
      none(validateView(home, 'home').filter(problem => !problem.includes('block_id')));
    }),
    { numRuns: 40 },
  );
});

test('every page of Home stays within the limits of Slack', () => {
  holds(
    fc.property(
      data,
      fc.constantFrom('live', 'asked', 'waiting', 'owned'),
      fc.nat(70),
      (each, part, index) => {
        const many = Array.from({ length: 70 }, (_, index) => ({
          ...each,
          record: { ...each.record, requestId: `r-${index}` },
        }));
        const lists = { live: many, asked: many, waiting: many, owned: many, unread: { [part]: 9 } };
        const page = homePage(lists, { part, index });
        assert.ok(page !== undefined);
        none(validateView(page, 'home'));
      },
    ),
    { numRuns: 20 },
  );
});

test('the form of any catalog stays within the limits of Slack', () => {
  const anyRole = fc
    .record({
      name: nasty(150).map(text => text || 'r'),
      description: nasty(2_000),
      note: nasty(5_000),
      runbook: nasty(5_000),
    })
    .map(change => role(change));
  holds(
    fc.property(
      fc.uniqueArray(anyRole, { minLength: 1, maxLength: 150, selector: each => each.name }),
      nasty(500),
      nasty(500),
      (roles, typed, duration) => {
        const catalog = catalogOf(roles);
        const alice = person('alice');
        for (const state of [
          {},
          { project: typed },
          { project: 'payments', role: roles[0]?.name ?? '', duration },
          { project: 'payments', role: typed },
        ]) {
          const view = requestForm({ catalog, person: alice, kinds, state, metadata: 'x shortcut', now });
          none(validateView(view, 'modal'));
        }
      },
    ),
    { numRuns: 40 },
  );
});

test.run();
