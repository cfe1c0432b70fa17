import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import { personOf } from '../../../functions/domain/identity.ts';
import type { RequestRecord } from '../../../functions/domain/record.ts';
import { isFinal, isLive } from '../../../functions/domain/status.ts';
import { silentLog } from '../../../functions/runtime/log.ts';
import type { Acted, Caller, Service, Submitted } from '../../../functions/service/port.ts';
import { createSlackApp } from '../../../functions/slack/app.ts';
import { createSlackClient } from '../../../functions/slack/client.ts';
import type { Identified, SlackAccount } from '../../../functions/slack/identify.ts';
import { createSlack, type SlackRequest } from '../../../local/slack/index.ts';
import { catalogOf, kinds, now, recordOf, team } from './world.ts';

export type ServiceCall = { method: string; args: unknown[] };

export type FakeService = Service & {
  calls: ServiceCall[];
  records: Map<string, RequestRecord>;
  /** What the next clicks and submissions are answered. */
  acts: { acted?: Acted; submitted?: Submitted; fails?: Error; catalog?: Catalog | undefined };
};

/** Of a caller, the account and where it acts from. */
const shortly = (arg: unknown): unknown => {
  if (typeof arg !== 'object' || arg === null || !('actor' in arg) || !('source' in arg)) return arg;
  const { teamId, userId } = arg.actor as Caller['actor'];
  return { teamId, userId, source: arg.source };
};

/** A service that notes what it was asked and answers as it was told. */
export const fakeService = (catalog: Catalog | undefined = catalogOf()): FakeService => {
  const calls: ServiceCall[] = [];
  const records = new Map<string, RequestRecord>();
  const acts: FakeService['acts'] = { catalog };
  const noted = async <T>(method: string, args: unknown[], answer: () => T): Promise<T> => {
    calls.push({ method, args: args.map(shortly) });
    if (acts.fails !== undefined) throw acts.fails;
    return answer();
  };
  const acting =
    (method: string) =>
    (requestId: string, ...rest: unknown[]) =>
      noted(method, [requestId, ...rest], (): Acted => {
        if (acts.acted !== undefined) return acts.acted;
        const record = records.get(requestId);
        return record === undefined
          ? { ok: false, code: 'unknown-request', message: 'Unknown.' }
          : { ok: true, record, message: 'Done.' };
      });
  return {
    calls,
    records,
    acts,
    catalog: async () => acts.catalog,
    submit: (...args) =>
      noted(
        'submit',
        args,
        (): Submitted =>
          acts.submitted ?? { ok: true, record: recordOf({ requestId: args[0] }), started: true },
      ),
    approve: acting('approve'),
    deny: acting('deny'),
    cancel: acting('cancel'),
    end: acting('end'),
    done: acting('done'),
    heldBesides: async () => [],
    extend: acting('extend'),
    endHeldBack: acting('endHeldBack'),
    find: async requestId => records.get(requestId),
    home: async account => {
      const all = [...records.values()];
      const mine = all.filter(({ requester }) => requester.userId === account.userId);
      const others = all.filter(record => !mine.includes(record));
      return {
        mine: mine.filter(({ status }) => !isFinal(status)),
        waiting: { shown: others.filter(({ status }) => status === 'PENDING'), unread: 0 },
        owned: { shown: others.filter(({ status }) => isLive(status)), unread: 0 },
        history: mine.filter(({ status }) => isFinal(status)),
      };
    },
  };
};

/** Whoever the service's catalog lists. */
export const identifyFrom =
  ({ acts }: Pick<FakeService, 'acts'>) =>
  async ({ teamId, userId }: SlackAccount): Promise<Identified> => {
    const person = acts.catalog === undefined ? undefined : personOf(acts.catalog, { teamId, userId });
    return person === undefined
      ? { refused: 'You are not listed in access.yml yet.' }
      : { person, actor: { person: person.name, teamId, userId } };
  };

const user = (name: string) => ({
  id: `U0${name.toUpperCase()}`,
  name,
  realName: name,
  email: `${name}@example.com`,
  tz: 'Europe/Paris',
});

export const settings = {
  signingSecret: 'fixture-signing-secret',
  botToken: 'xoxb-fixture',
  botUserId: 'U0BOT',
  botId: 'B0BOT',
  command: '/access',
};

/** What API Gateway's HTTP API hands a Lambda for this request. */
export const eventOf = ({ headers, body, path }: SlackRequest): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers,
  body,
  isBase64Encoded: false,
  // The receiver never looks at it, and the full type asks for dozens of fields.
  requestContext: {} as APIGatewayProxyEventV2['requestContext'],
});

/** The Bolt app between an emulated Slack and a fake service. */
export const world = (service: FakeService = fakeService()) => {
  let ids = 0;
  const slack = createSlack({
    // What is answered matters here, not how busy this machine is.
    ackTimeoutMs: 30_000,
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    teamId: team,
    appId: 'A0APP',
    botUserId: settings.botUserId,
    users: ['alice', 'bob', 'carol', 'dave', 'eve'].map(user),
    channels: [
      { id: 'C0PAYMENTS', name: 'payments' },
      { id: 'C0SECURITY', name: 'security' },
    ],
    now: () => now,
    deliver: async request => {
      const { statusCode, body, headers } = await handler(eventOf(request), {});
      return {
        statusCode,
        body,
        headers: Object.fromEntries(Object.entries(headers ?? {}).map(([k, v]) => [k, String(v)])),
      };
    },
  });
  const api = createSlackClient({ botToken: settings.botToken, fetch: slack.fetch });
  const { handler } = createSlackApp({
    service,
    identify: identifyFrom(service),
    slack: api,
    kinds,
    now: () => now,
    newId: () => `new-${++ids}`,
    config: settings,
    log: silentLog,
  });
  return { slack, api, service, handler };
};
