import { request } from 'node:http';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Page } from '../../../local/workspace/page.ts';
import { serveWorkspace } from '../../../local/workspace/server.ts';
import { createSession } from '../../../local/workspace/session.ts';
import type { WorkspaceView } from '../../../local/workspace/view.ts';
import { exampleCatalog, ids } from '../../e2e/support/story.ts';

const page: Page = new Map([['/', { type: 'text/html', body: '<p>the page</p>' }]]);

const serve = async () => {
  const session = await createSession({ catalog: await exampleCatalog(), configuration: 'example.yml' });
  const failures: unknown[] = [];
  const workspace = await serveWorkspace({
    session,
    page,
    port: 0,
    onFailure: error => failures.push(error),
  });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${workspace.origin}/api/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const act = async (body: unknown) => (await (await post(body)).json()) as { ok: boolean; error?: string };
  const view = async () => (await (await fetch(`${workspace.origin}/api/view`)).json()) as WorkspaceView;
  const modal = async (who: string) => (await view()).slack.modals[who]?.at(-1);
  const ask = async () => {
    const as = ids.alice;
    await act({ do: 'shortcut', as, callbackId: 'request_aws_access' });
    const viewId = (await modal(as))?.id ?? '';
    await act({ do: 'pick', as, viewId, field: 'project', option: 'payments' });
    await act({ do: 'pick', as, viewId, field: 'role', option: 'DatabaseAdmin' });
    await act({ do: 'type', as, viewId, field: 'justification', text: 'INC-42' });
    await act({ do: 'submit', as, viewId });
  };
  const approve = async () => {
    const { slack } = await view();
    const [card] = slack.conversations.find(({ id }) => id === 'C0PAYMENTS')?.messages ?? [];
    await act({ do: 'click', as: ids.bob, channel: 'C0PAYMENTS', ts: card?.ts ?? '', button: 'approve' });
  };
  const close = async () => {
    await workspace.close();
    await session.close();
    assert.equal(failures, []);
  };
  return { ...workspace, session, post, act, view, modal, ask, approve, close };
};

/** As `fetch` cannot: with any `Host`. */
const statusWith = (port: number, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/api/view', headers }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });

test('the page comes with a policy that lets nothing in from elsewhere', async () => {
  const served = await serve();
  const response = await fetch(served.origin);
  assert.is(await response.text(), '<p>the page</p>');
  assert.match(response.headers.get('content-security-policy') ?? '', "default-src 'none'");
  assert.is((await fetch(`${served.origin}/package.json`)).status, 404);
  await served.close();
});

test('another page, or another name for this machine, is turned away', async () => {
  const served = await serve();
  const own = `127.0.0.1:${served.port}`;
  assert.is(await statusWith(served.port, { host: own }), 200);
  assert.is(await statusWith(served.port, { host: 'evil.example' }), 403);
  assert.is(await statusWith(served.port, { host: own, origin: 'https://evil.example' }), 403);
  const plain = await served.post({ do: 'next' }, { 'content-type': 'text/plain' });
  assert.is(plain.status, 415);
  await served.close();
});

test('what cannot be done is answered, and changes nothing', async () => {
  const served = await serve();
  assert.is((await served.post({ do: 'grant-everything' })).status, 400);
  assert.is((await served.post({ do: 'next', and: 'more' })).status, 400);
  const answer = await served.act({ do: 'submit', as: ids.alice, viewId: 'V1' });
  assert.equal(answer, { ok: false, error: 'This view is closed' });
  await served.close();
});

test('alice asks, bob approves, and AWS shows the access', async () => {
  const served = await serve();
  await served.ask();
  const asked = await served.view();
  assert.is(asked.requests[0]?.status, 'PENDING');
  assert.equal(asked.requests[0]?.asked, ['bob', 'carol']);
  assert.equal(asked.aws.entries, []);

  await served.approve();
  const granted = await served.view();
  assert.equal(
    granted.aws.entries.map(({ who, what, state }) => [who, what, state]),
    [['alice', 'admin_RDS', 'there']],
  );
  assert.equal(
    granted.requests[0]?.steps.map(({ is }) => is),
    ['done', 'done', 'done', 'now', 'ahead'],
  );
  assert.is(granted.requests[0]?.execution.visits.at(-1)?.name, 'Hold');
  assert.ok((granted.requests[0]?.audit.length ?? 0) > 2);
  await served.close();
});

test('each line of AWS ends with the request that holds it', async () => {
  const served = await serve();
  await served.act({ do: 'shortcut', as: ids.alice, callbackId: 'request_aws_access' });
  const viewId = (await served.modal(ids.alice))?.id ?? '';
  await served.act({ do: 'pick', as: ids.alice, viewId, field: 'project', option: 'platform' });
  await served.act({ do: 'pick', as: ids.alice, viewId, field: 'role', option: 'LogReader' });
  await served.act({ do: 'type', as: ids.alice, viewId, field: 'duration', text: '8h' });
  await served.act({ do: 'submit', as: ids.alice, viewId });
  await served.ask();
  await served.approve();
  const { aws, requests } = await served.view();
  const untilOf = (role: string) => requests.find(each => each.role === role)?.until;
  assert.equal(
    aws.entries.map(({ what, until }) => [what, until]),
    [
      ['admin_RDS', untilOf('DatabaseAdmin')],
      ['read_logs', untilOf('LogReader')],
    ],
  );
  assert.ok(untilOf('LogReader') !== untilOf('DatabaseAdmin'));
  await served.close();
});

test('the next event is the warning, and the one after it the end', async () => {
  const served = await serve();
  await served.ask();
  await served.approve();
  await served.act({ do: 'next' });
  const warned = (await served.view()).requests[0];
  assert.is(warned?.steps[3]?.is, 'done');
  assert.is(warned?.status, 'GRANTED');
  await served.act({ do: 'next' });
  const { aws, requests } = await served.view();
  assert.equal(aws.entries, []);
  assert.match(requests[0]?.steps.at(-1)?.note ?? '', /^Ended, \d+\.\d s late$/);
  await served.close();
});

test('where nothing is going to happen, time stays where it is', async () => {
  const served = await serve();
  const before = (await served.view()).now;
  assert.equal(await served.act({ do: 'next' }), { ok: true, moved: false });
  assert.ok((await served.view()).now - before < 60_000);
  await served.close();
});

test('F48: revoke fails: stuck, the security channel is paged, and the access goes once AWS recovers', async () => {
  const served = await serve();
  await served.ask();
  await served.approve();
  await served.act({ do: 'fail-revoke' });
  for (let events = 0; events < 8; events += 1) {
    if ((await served.view()).requests[0]?.status === 'STUCK') break;
    await served.act({ do: 'next' });
  }
  const stuck = await served.view();
  assert.is(stuck.requests[0]?.status, 'STUCK');
  assert.is(stuck.aws.entries.length, 1);
  assert.is(stuck.requests[0]?.steps.at(-1)?.is, 'failed');
  const security = stuck.slack.conversations.find(({ id }) => id === 'C0SECURITY')?.messages ?? [];
  assert.is(security.length, 1);

  await served.act({ do: 'recover' });
  await served.act({ do: 'next' });
  const gone = await served.view();
  assert.equal(gone.aws.entries, []);
  assert.is(gone.requests[0]?.status, 'ENDED');
  await served.close();
});

test('F43: a killed execution: the sweeper takes the access back', async () => {
  const served = await serve();
  await served.ask();
  await served.approve();
  const requestId = (await served.view()).requests[0]?.requestId ?? '';
  await served.act({ do: 'kill', requestId });
  await served.act({ do: 'next' });
  const { aws, requests } = await served.view();
  assert.is(requests[0]?.execution.status, 'ABORTED');
  assert.equal(aws.entries, []);
  assert.is(requests[0]?.status, 'ENDED');
  await served.close();
});

test('starting over leaves nothing of before', async () => {
  const served = await serve();
  await served.ask();
  await served.act({ do: 'start-over' });
  const { run, requests, slack } = await served.view();
  assert.is(run, 2);
  assert.equal(requests, []);
  assert.ok(slack.conversations.every(({ messages }) => messages.length === 0));
  await served.close();
});

test('views are sent as they change', async () => {
  const served = await serve();
  const stop = new AbortController();
  const response = await fetch(`${served.origin}/api/views`, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await served.act({ do: 'say', as: ids.bob, channel: 'C0PLATFORM', text: 'hello there' });
  let sent = '';
  while (!sent.includes('hello there')) sent += (await reader?.read())?.value ?? '';
  assert.match(response.headers.get('content-type') ?? '', 'text/event-stream');
  stop.abort();
  await served.close();
});

test('no view carries a task token or what forms keep for themselves', async () => {
  const served = await serve();
  await served.ask();
  const record = await served.session
    .run()
    .world.requests.get((await served.view()).requests[0]?.requestId ?? '');
  assert.ok(record?.askToken);
  assert.not.ok(JSON.stringify(await served.view()).includes(record?.askToken ?? ''));
  await served.close();
});

test.run();
