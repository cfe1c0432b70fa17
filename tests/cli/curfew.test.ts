import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCatalog } from '../../catalog/load.ts';
import { type AuditEntry, auditStart, nextEntry } from '../../functions/domain/audit.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { catalogEntry } from '../../functions/domain/catalog-entry.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { toIso } from '../../functions/domain/time.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import { record, vote, votes } from '../functions/domain/fixtures.ts';
import { curfew, type FakeDeployment, now } from './fakes.ts';

const example = readFileSync('access.example.yml', 'utf8');
const files = { 'access.yml': example, 'broken.yml': example.replace('C0PAYMENTS', 'payments') };
const catalogOf = (text: string): Catalog => {
  const loaded = loadCatalog(text, 'access.yml', { version: 1, sha256 });
  if (!loaded.ok) throw new Error('The file of this test is not sound.');
  return loaded.catalog;
};
const applied = (): FakeDeployment => ({ catalog: catalogOf(example) });
const edited = (from: string, to: string): Record<string, string> => {
  if (!example.includes(from)) throw new Error(`The example has no "${from}".`);
  return { 'access.yml': example.replace(from, to) };
};

test('help lists every command and ends well', async () => {
  for (const line of ['help', '--help', '-h', 'plan --help']) {
    const { code, out } = await curfew(line);
    assert.is(code, 0);
    for (const word of ['plan', 'apply', 'verify', 'explain', 'member', 'schema'])
      assert.match(out, `curfew ${word}`);
  }
});

const misused: [line: string, message: string][] = [
  ['', 'curfew help'],
  ['plna', 'There is no command "plna". Did you mean "plan"?'],
  ['constructor', 'There is no command "constructor".'],
  ['plan --fiel x', "Unknown option '--fiel'"],
  ['plan extra', 'Too many names.'],
  ['explain alice payments', 'Usage: curfew explain PERSON PROJECT ROLE'],
  ['verify', 'Name one request, or say --all.'],
  ['verify r-1 --all', 'Name one request, or say --all.'],
  ['schema now', 'Usage: curfew schema'],
];
for (const [line, message] of misused) {
  test(`"curfew ${line}" is not understood`, async () => {
    const { code, err, out } = await curfew(line, files, applied());
    assert.is(code, 2);
    assert.match(err, message);
    assert.is(out, '');
  });
}

test('the generated JSON Schema is current', async () => {
  const { code, out } = await curfew('schema');
  assert.is(code, 0);
  assert.is(readFileSync('access.schema.generated.json', 'utf8'), `${out}\n`);
});

test('plan without a deployment shows everything as new', async () => {
  const { code, out } = await curfew('plan', files);
  assert.is(code, 0);
  assert.match(out, 'Not connected to a deployment');
  assert.match(out, '+ role payments/DatabaseAdmin: admin_RDS in staging (1 of bob, carol)');
});

test('plan says what would change, in words', async () => {
  const text = example
    .replace('          max: 4h', '          max: 6h')
    .replace('    owners: [carol, dave]', '    owners: [carol, erin]')
    .replace('max_start_ahead: 14d', 'max_start_ahead: 7d');
  const { code, out } = await curfew('plan', { 'access.yml': text }, applied());
  assert.is(code, 0);
  assert.match(out, '~ settings: start ahead at most 14 d → at most 7 d');
  assert.match(
    out,
    '~ role payments/DatabaseAdmin: duration 15 min to 4 h, usually 1 h → 15 min to 6 h, usually 1 h',
  );
  assert.match(out, '~ project platform: owners carol, dave → carol, erin');
  assert.match(out, '~ role platform/ReadOnly: rule 1 of carol, dave → 1 of carol, erin');
  assert.match(out, '9 changes against version 1.');
});

test('plan says what would go', async () => {
  const { out } = await curfew(
    'plan',
    edited('      - name: LogReader', '      - name: LogViewer'),
    applied(),
  );
  assert.match(out, '+ role platform/LogViewer: read_logs in staging (auto)');
  assert.match(out, '- role platform/LogReader');
});

test('plan changes nothing and says when nothing would change', async () => {
  const deployment = applied();
  const { out } = await curfew('plan', files, deployment);
  assert.match(out, 'Nothing would change.');
  await curfew('plan', edited('max_start_ahead: 14d', 'max_start_ahead: 7d'), deployment);
  assert.is(deployment.catalog?.version, 1);
});

const warningsIn = (out: string): string[] => out.split('\n').filter(text => text.startsWith('warning: '));

test('plan finds nothing to warn of in the example, but that it reaches the account Curfew runs in', async () => {
  const warnings = warningsIn((await curfew('plan', files)).out);
  assert.is(warnings.length, 1);
  assert.match(warnings[0] ?? '', 'the account Curfew runs in');
});

const rolesOfStaging = [
  'payments/DatabaseAdmin',
  'platform/LogReader',
  'platform/BucketReader',
  'platform/InvoiceReader',
  'platform/IncidentAdmin',
  'platform/DataPlatformAdmin',
  'platform/DeployHotfix',
  'platform/ReadOnly',
];

test('F34: plan warns of every role that reaches the account Curfew runs in, and of no other', async () => {
  const [warning = ''] = warningsIn((await curfew('plan', files)).out);
  for (const role of rolesOfStaging) assert.match(warning, role);
  assert.not.match(warning, 'payments/ProductionAdmin');
  assert.match(warning, 'reach staging');
  assert.match(readFileSync('docs/deploy.md', 'utf8'), '### An account of its own');
});

test('F34: with Curfew in an account of its own, plan has nothing to warn of', async () => {
  const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
  const roles = `\n    grant_role_arn: ${arn('Grant')}\n    revoke_role_arn: ${arn('Revoke')}\n    external_id: example-staging`;
  const { out } = await curfew('plan', edited("id: '111111111111'", `id: '111111111111'${roles}`));
  assert.equal(warningsIn(out), []);
});

const warned: [what: string, from: string, to: string, warning: string][] = [
  [
    'an owner with nobody to ask',
    'owners: [bob, carol]',
    'owners: [bob]',
    'payments/DatabaseAdmin: bob may request it, but nobody decides on their own request',
  ],
  [
    'production without asking',
    "id: '111111111111'",
    "id: '111111111111'\n    production: true",
    'platform/LogReader grants access to production without asking anyone.',
  ],
  ['a long grant in production', 'max: 12h,', 'max: 13h,', 'platform/ReadOnly allows 13 h in production'],
  [
    'someone AWS does not know',
    '    iam_user: bob\n',
    '',
    'payments/DatabaseAdmin: bob may request it, but iam-group does not know who they are',
  ],
  [
    'a session longer than the grant',
    'session_duration: 1h',
    'session_duration: 12h\n      # long',
    'platform/ReadOnly: a session may run on for 12 h after the end',
  ],
  [
    'a delegation that is over',
    '    # delegate: { to: erin, until: 2026-12-31 }',
    '    delegate: { to: erin, until: 2026-11-19 }',
    'The delegate of dave is out of date.',
  ],
  [
    'two accounts without IAM roles',
    "  production:\n    id: '222222222222'",
    "  other:\n    id: '333333333333'\n  production:\n    id: '222222222222'",
    'The accounts staging and other name no IAM roles',
  ],
];
for (const [what, from, to, warning] of warned) {
  test(`plan warns of ${what}`, async () => {
    const text = what.startsWith('a session')
      ? {
          'access.yml': example
            .replace('max: 12h, default: 2h, choices: [1h, 2h, 8h, 12h]', 'max: 8h')
            .replace(from, to),
        }
      : edited(from, to);
    const { code, out } = await curfew('plan', text);
    assert.is(code, 0);
    assert.match(out, `warning: ${warning}`);
  });
}

test('plan --check-aws asks each target once and fails when one is not there', async () => {
  const asked: unknown[] = [];
  const deployment = applied();
  deployment.check = (kind, target) => {
    asked.push(target);
    return kind === 'iam-group' ? { ok: false, problem: 'there is no such group' } : { ok: true };
  };
  const { code, out } = await curfew('plan --check-aws', files, deployment);
  assert.is(code, 1);
  assert.is(asked.length, 10);
  assert.match(out, 'not ok: admin_RDS in staging: there is no such group');
  assert.match(out, 'ok: Administrator in production');
});

test('plan --check-aws passes on what would be better, and does not fail for it', async () => {
  const deployment = applied();
  deployment.check = () => ({ ok: true, advice: 'add a line' });
  const { code, out } = await curfew('plan --check-aws', files, deployment);
  assert.is(code, 0);
  assert.match(out, 'ok: admin_RDS in staging\nadvice: admin_RDS in staging: add a line\n');
});

test('plan --check-aws needs a deployment', async () => {
  const { code, err } = await curfew('plan --check-aws', files);
  assert.is(code, 1);
  assert.match(err, 'No deployment is named: set PROJECTS_TABLE');
});

test('apply puts the first version in force', async () => {
  const deployment: FakeDeployment = {};
  const { code, out } = await curfew('apply', files, deployment);
  assert.is(code, 0);
  assert.match(out, 'Version 1 is in force');
  assert.is(deployment.catalog?.hash, catalogOf(example).hash);
});

test('apply counts versions up, and does nothing when nothing changed', async () => {
  const deployment = applied();
  assert.match((await curfew('apply', files, deployment)).out, 'Nothing to change: version 1 is in force.');
  const { out } = await curfew('apply', edited('max_start_ahead: 14d', 'max_start_ahead: 7d'), deployment);
  assert.match(out, '~ settings: start ahead');
  assert.is(deployment.catalog?.version, 2);
});

test('apply of an invalid file changes nothing and says where it is wrong', async () => {
  const deployment = applied();
  const { code, err } = await curfew('apply --file broken.yml', files, deployment);
  assert.is(code, 1);
  assert.match(err, /^broken\.yml:\d+:\d+: projects\.payments\.channel: should be a Slack channel id/);
  assert.match(err, '1 problem in broken.yml. Nothing was changed.');
  assert.is(deployment.catalog?.version, 1);
});

test('apply that was overtaken changes nothing', async () => {
  const deployment = { ...applied(), overtaken: true };
  const { code, err } = await curfew(
    'apply',
    edited('max_start_ahead: 14d', 'max_start_ahead: 7d'),
    deployment,
  );
  assert.is(code, 1);
  assert.match(err, 'Someone else applied a change meanwhile. Nothing was changed');
  assert.is(deployment.catalog?.version, 1);
});

test('apply needs a deployment', async () => {
  assert.match((await curfew('apply', files)).err, 'No deployment is named: set PROJECTS_TABLE');
});

test('a file that is not there is named', async () => {
  const { code, err } = await curfew('plan --file nope.yml', files);
  assert.is(code, 1);
  assert.match(err, 'There is no file nope.yml. Copy access.example.yml');
});

const onlyStaging = (): Record<string, string> => {
  const text = example
    .replace(/ {2}production:\n[\s\S]*?\n\n/, '\n')
    .replace(
      'account: production, permission_set: Administrator',
      'account: staging, permission_set: Administrator',
    )
    .replace(/.*account: production.*\n/, '')
    .replace('iam_user: { staging: carol, production: carol.ops }', 'iam_user: carol');
  return { 'access.yml': text };
};
const inProduction = (): RequestRecord => {
  const account = { name: 'production', id: '222222222222', production: true };
  return record({
    status: 'GRANTED',
    kind: 'permission-set',
    targets: [{ target: { account }, principal: 'p', resourceKey: 'k' }],
  });
};

test('F77: apply refuses to remove an account that a live request uses', async () => {
  const deployment = { ...applied(), live: [inProduction()] };
  const { code, err } = await curfew('apply', onlyStaging(), deployment);
  assert.is(code, 1);
  assert.match(err, 'Cannot remove it yet: the account production is in use by r-1.');
  assert.is(deployment.catalog?.version, 1);
});

test('F77: an account that no live request uses may go', async () => {
  const deployment = { ...applied(), live: [record({ status: 'GRANTED' })] };
  assert.is((await curfew('apply', onlyStaging(), deployment)).code, 0);
  assert.equal(Object.keys(deployment.catalog?.accounts ?? {}), ['staging']);
});

test('F77: apply refuses to remove a kind that a live request uses', async () => {
  const text = example
    .replaceAll('kind: permission-set', 'kind: iam-group')
    .replaceAll(/permission_set: \w+ }/g, 'group: g }')
    .replaceAll(/managed_policies: \[.*]/g, 'group: admin');
  const refused = await curfew('apply', { 'access.yml': text }, { ...applied(), live: [inProduction()] });
  assert.match(refused.err, 'the kind permission-set is in use by r-1');
  assert.is((await curfew('apply', { 'access.yml': text }, applied())).code, 0);
});

test('explain says who would be asked and why', async () => {
  const { code, out } = await curfew('explain carol payments ProductionAdmin', files);
  assert.is(code, 0);
  assert.match(out, 'carol → payments/ProductionAdmin: Full access');
  assert.match(out, 'grants Administrator in production');
  assert.match(out, 'rule: payments/ProductionAdmin: 1 of bob, carol; then 1 of dave, erin');
  assert.match(out, 'stage 1: 1 of bob\nstage 2: 1 of dave or erin');
  assert.match(out, 'expires after 2 h, reminders after 10 min and 30 min');
});

test('explain says when nobody is asked, and when it would be refused', async () => {
  assert.match((await curfew('explain alice platform LogReader', files)).out, 'decided: granted at once');
  const refused = await curfew('explain erin payments ProductionAdmin', files);
  assert.is(refused.code, 0);
  assert.match(refused.out, 'refused: You may not request payments/ProductionAdmin. Talk to bob or carol');
});

const unknown: [line: string, message: string][] = [
  ['explain alise payments DatabaseAdmin', 'there is no person `alise`. Did you mean `alice`?'],
  ['explain alice payment DatabaseAdmin', 'there is no project `payment`. Did you mean `payments`?'],
  ['explain alice payments Admin', 'there is no role in payments `Admin`. There is `DatabaseAdmin`'],
];
for (const [line, message] of unknown) {
  test(`"${line}" says what is not there`, async () => {
    const { code, err } = await curfew(line, files);
    assert.is(code, 1);
    assert.match(err, message);
  });
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const chain = (requestId: string, length: number): AuditEntry[] => {
  const entries: AuditEntry[] = [];
  for (let index = 0; index < length; index += 1) {
    const note = {
      id: `n-${index}`,
      at: toIso(now),
      what: 'opened',
      status: 'NEW',
      source: 'command',
    } as const;
    entries.push(nextEntry(requestId, note, entries.at(-1) ?? auditStart, hash));
  }
  return entries;
};
const audited = (): FakeDeployment => {
  const chains = { 'r-1': chain('r-1', 3), 'r-2': chain('r-2', 1) };
  const heads = Object.fromEntries(
    Object.entries(chains).map(([id, all]) => [id, { seq: all.length, hash: all.at(-1)?.hash ?? '' }]),
  );
  return { chains, heads };
};

test('verify says of each request that its audit is sound', async () => {
  const { code, out } = await curfew('verify --all', {}, audited());
  assert.is(code, 0);
  assert.is(out, 'r-1: ok, 3 entries\nr-2: ok, 1 entry\naccess.yml: ok, 0 entries\n2 requests, 0 not ok.');
  assert.is((await curfew('verify r-2', {}, audited())).out, 'r-2: ok, 1 entry');
});

test('F66: verify finds an edited entry', async () => {
  const deployment = audited();
  const edits =
    deployment.chains?.['r-1']?.map(entry => (entry.seq === 2 ? { ...entry, what: 'denied' } : entry)) ?? [];
  const { code, out } = await curfew(
    'verify --all',
    {},
    { ...deployment, chains: { ...deployment.chains, 'r-1': edits } },
  );
  assert.is(code, 1);
  assert.match(out, 'r-1: not ok at entry 2: entry 2 was edited');
  assert.match(out, '2 requests, 1 not ok.');
});

test('F66: an entry that cannot be read is said, and the other requests are looked at all the same', async () => {
  const { code, out } = await curfew('verify --all', {}, { ...audited(), unreadable: 'r-1' });
  assert.is(code, 1);
  assert.match(out, 'r-1: not ok: audit entry 2 of r-1.at is not a time');
  assert.match(out, 'r-2: ok, 1 entry');
});

test('F66: verify finds a cut end, and a chain that is gone', async () => {
  const { chains, heads = {} } = audited();
  const cut = await curfew(
    'verify r-1',
    {},
    { chains: { 'r-1': chains?.['r-1']?.slice(0, 2) ?? [] }, heads },
  );
  assert.is(cut.code, 1);
  assert.match(cut.out, 'the last 1 of 3 entries are missing');
  assert.match((await curfew('verify r-1', {}, { heads })).out, 'the last 3 of 3 entries are missing');
});

test('verify of a request that never was is a problem', async () => {
  const { code, out } = await curfew('verify r-9', {}, audited());
  assert.is(code, 1);
  assert.match(out, 'r-9: not ok: there is neither');
});

test('F84: verify fails on a chain whose request is gone', async () => {
  const { chains } = audited();
  const { code, out } = await curfew('verify r-1', {}, chains === undefined ? {} : { chains });
  assert.is(code, 1);
  assert.match(out, 'the request itself is gone');
});

const past = (): AuditEntry[] => {
  const entries = chain('r-1', 3);
  return [...entries, nextEntry('r-1', stray, entries.at(-1) ?? auditStart, hash)];
};
const stray = { id: 'x', at: toIso(now), what: 'ended', status: 'ENDED', source: 'message' } as const;

test('F87: verify fails on an entry that stands past the head of its request', async () => {
  const { heads = {} } = audited();
  const { code, out } = await curfew('verify r-1', {}, { chains: { 'r-1': past() }, heads });
  assert.is(code, 1);
  assert.match(out, 'r-1: not ok at entry 4: entry 4 stands past');
});

test('an entry past the head that a waiting note explains is on its way', async () => {
  const { heads = {} } = audited();
  const records = { 'r-1': { outbox: { x: stray } } };
  assert.is((await curfew('verify r-1', {}, { chains: { 'r-1': past() }, heads, records })).code, 0);
});

test('F88: verify fails on a note that waits for more than a quarter of an hour', async () => {
  const waiting = (minutes: number) => ({
    ...audited(),
    records: { 'r-1': { outbox: { x: { ...stray, at: toIso(now - minutes * 60_000) } } } },
  });
  const { code, out } = await curfew('verify r-1', {}, waiting(16));
  assert.is(code, 1);
  assert.match(out, 'the note "ended" of 2026-11-20T09:44:00.000Z was never moved here');
  assert.is((await curfew('verify r-1', {}, waiting(14))).code, 0);
});

test('F89: verify fails on a decision in the record that the chain lacks', async () => {
  const records = { 'r-1': { decisions: votes(vote('bob')) } };
  const { code, out } = await curfew('verify r-1', {}, { ...audited(), records });
  assert.is(code, 1);
  assert.match(out, 'the decision "approve by bob" is not in the chain');
});

test('F89: verify fails on a grant that the chain never approved', async () => {
  const records = { 'r-1': { endsBy: toIso(now) } };
  const { code, out } = await curfew('verify r-1', {}, { ...audited(), records });
  assert.is(code, 1);
  assert.match(out, 'the chain knows of no approval');
});

test('apply refuses a home account that is not the one whose credentials are used', async () => {
  const deployment: FakeDeployment = { ...applied(), accountId: '999999999999' };
  const { code, err } = await curfew('apply', edited('14d', '7d'), deployment);
  assert.is(code, 1);
  assert.match(err, 'accounts.staging.id is 111111111111');
  assert.match(err, 'these credentials are of account 999999999999');
  assert.is(deployment.catalog?.version, 1);
});

const heldBack = (): FakeDeployment => {
  const { chains = {}, heads = {} } = audited();
  return { chains, heads, heldBack: [record({ requestId: 'r-1', status: 'GRANTED', heldBack: 'behind' })] };
};

test('reconcile shows item, chain, holders and AWS of what is held back, and changes nothing', async () => {
  const deployment = heldBack();
  const { code, out } = await curfew('reconcile', {}, deployment);
  assert.is(code, 1);
  for (const words of ['r-1: ', 'item:  GRANTED', 'chain: does not tell', 'holders: r-1; in AWS now: yes']) {
    assert.match(out, words);
  }
  assert.is(deployment.restored, undefined);
  assert.is((await curfew('reconcile', {}, {})).out, 'Nothing is held back.');
});

test('reconcile settles with the name of the operator, over the item that was seen', async () => {
  const deployment = heldBack();
  const { code, out } = await curfew('reconcile r-1 --end', {}, deployment);
  assert.is(code, 0, out);
  const [[next, seen] = []] = deployment.restored ?? [];
  assert.is(seen, 3);
  assert.is(next?.wake, 'end');
  assert.match(JSON.stringify(next?.outbox), 'arn:aws:iam::111111111111:user/operator');
});

test('reconcile that was overtaken says so and changes nothing', async () => {
  const { code, err } = await curfew('reconcile r-1 --item-is-right', {}, { ...heldBack(), overtaken: true });
  assert.is(code, 1);
  assert.match(err, 'r-1: someone else changed it meanwhile');
});

test('reconcile takes one way to settle, and only what is held back', async () => {
  assert.is((await curfew('reconcile --end --item-is-right', {}, heldBack())).code, 2);
  const { code, out } = await curfew('reconcile r-9 --end', {}, heldBack());
  assert.is(code, 1);
  assert.is(out, 'r-9 is not held back.');
});

test('F85: apply after the table went back in time puts a version in force that is later than all', async () => {
  const before = applied();
  const entry = (version: number, previous: string) =>
    catalogEntry({ version, hash: `h${version}`, at: toIso(now) }, previous, hash);
  const first = entry(1, '');
  const known = [first, entry(2, first.hash)];
  const deployment: FakeDeployment = { ...before, applied: known };
  const verified = await curfew('verify --all', {}, deployment);
  assert.is(verified.code, 1);
  assert.match(
    verified.out,
    'access.yml: not ok at version 2: version 2 was applied, and version 1 is in force',
  );
  const { code, out } = await curfew('apply', files, deployment);
  assert.is(code, 0, out);
  assert.is(deployment.catalog?.version, 3);
  assert.match(out, 'the table went back in time');
  assert.is((await curfew('verify --all', {}, deployment)).code, 0);
});

test.run();
