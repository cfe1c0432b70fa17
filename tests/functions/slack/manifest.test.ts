import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import { slackAppConfig } from '../../../functions/runtime/config.ts';
import { surfaces } from '../../../functions/slack/surfaces/index.ts';

const text = (max: number, min = 1) => z.string().min(min).max(max);
const requestUrl = z.url({ protocol: /^https$/ });

/**
 * The parts of manifest version 2 that we use; anything else is refused, as Slack refuses it.
 * Source: https://docs.slack.dev/reference/app-manifest
 */
const schema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    long_description: text(4_000, 175),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(24),
          type: z.enum(['global', 'message']),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).startsWith('/'),
          url: requestUrl,
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: requestUrl,
      bot_events: z.array(z.string()).max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: requestUrl }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifest = schema.parse(JSON.parse(readFileSync('slack-manifest/manifest.json', 'utf8')));

/** Why each bot scope is asked for. Views, shortcuts' answers and `app_home_opened` need none. */
const scopes = {
  'chat:write': 'cards, threads, direct messages and ephemeral answers',
  commands: 'the slash command and the global shortcut',
  'im:write': 'the first direct message to someone',
  'users:read': 'is the clicker a guest, a bot, deactivated or a stranger',
};

test('every shortcut that a surface listens to is in the manifest, and no other', () => {
  assert.equal(
    manifest.features.shortcuts.map(shortcut => shortcut.callback_id),
    surfaces.flatMap(({ shortcuts = [] }) => shortcuts),
  );
});

test('every event that a surface listens to is subscribed, and no other', () => {
  assert.equal(
    manifest.settings.event_subscriptions.bot_events,
    surfaces.flatMap(({ events = [] }) => events),
  );
});

test('the slash command is the one the app listens to when nothing else is configured', () => {
  const config = slackAppConfig({
    SLACK_BOT_TOKEN: 'x',
    SLACK_SIGNING_SECRET: 'x',
    SLACK_BOT_ID: 'B',
    SLACK_BOT_USER_ID: 'U',
  });
  assert.equal(surfaces.filter(({ command }) => command === true).length, 1);
  assert.equal(
    manifest.features.slash_commands.map(({ command }) => command),
    [config.command],
  );
});

test('no scope is asked for without a reason', () => {
  assert.equal(manifest.oauth_config.scopes.bot, Object.keys(scopes));
});

test('all of Slack reaches the one address of the Lambda', () => {
  const { event_subscriptions: events, interactivity } = manifest.settings;
  const urls = [
    ...manifest.features.slash_commands.map(({ url }) => url),
    events.request_url,
    interactivity.request_url,
  ];
  assert.is(new Set(urls).size, 1);
});

test('the Home tab and direct messages are switched on', () => {
  const { home_tab_enabled: home, messages_tab_enabled: messages } = manifest.features.app_home;
  assert.ok(home && messages);
});

test.run();
