import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allSources, parse } from './source.ts';
import { breaches, cycles, walls } from './walls.ts';

for (const wall of walls) {
  test(`${wall.name}: it holds`, () => assert.equal(breaches(wall, allSources()), []));
}

test('files do not import each other in circles', () => assert.equal(cycles(allSources()), []));

const wallNamed = (requested: string) => {
  const wall = walls.find(({ name }) => name.includes(requested));
  if (!wall) throw new Error(`No wall is named like "${requested}"`);
  return wall;
};

const broken: [wall: string, path: string, text: string][] = [
  ['functions/domain', 'functions/domain/x.ts', "import { readFileSync } from 'node:fs';"],
  ['functions/domain', 'functions/domain/x.ts', "import { type A } from 'zod';"],
  ['functions/domain', 'functions/domain/x.ts', "import { grant } from '../grants/index.ts';"],
  ['functions/domain', 'functions/domain/x.ts', "export { grant } from '../grants/index.ts';"],
  ['functions/domain', 'functions/domain/x.ts', "const a = await import('../grants/index.ts');"],
  ['functions/domain', 'functions/domain/x.ts', 'const a = (name: string) => import(name);'],
  ['functions/domain', 'functions/domain/x.ts', "const a = require('node:fs');"],
  ['functions/slack/messages', 'functions/slack/messages/x.ts', "import { app } from '../app.ts';"],
  [
    'functions/slack/messages',
    'functions/slack/messages/x.ts',
    "import { WebClient } from '@slack/web-api';",
  ],
  ['the AWS SDK', 'functions/steps/x.ts', "import { IAMClient } from '@aws-sdk/client-iam';"],
  ['the AWS SDK', 'functions/grants/x.ts', "import type { Tag } from '@aws-sdk/client-iam';"],
  ['the AWS SDK', 'functions/grant.ts', "type Tag = import('@aws-sdk/client-iam').Tag;"],
  ['Bolt', 'functions/open.ts', "import { App } from '@slack/bolt';"],
  ['Bolt', 'cli/x.ts', "import bolt from '@slack/bolt/dist/App';"],
  ['only on a developer machine', 'functions/open.ts', "import { service } from '../local/start.ts';"],
  [
    'only on a developer machine',
    'functions/steps/open.ts',
    "import type { Service } from '../../tests/service.ts';",
  ],
  ['carries contracts', 'functions/open.ts', "import { machines } from '../statemachines/machines.ts';"],
  [
    'carries contracts',
    'functions/x.ts',
    "import asl from '../statemachines/access.asl.json' with { type: 'json' };",
  ],
  [
    'no machine by name',
    'functions/wiring/x.ts',
    "import { accessContract } from '../../statemachines/access.contract.ts';",
  ],
  ['state machines', 'statemachines/x.ts', "import { engine } from '../local/states/engine.ts';"],
  ['the local workspace does not', 'local/x.ts', "import { fake } from '../tests/fakes.ts';"],
  ['inside functions', 'functions/domain/x.ts', "import type { Store } from '../ledger/store.ts';"],
  ['inside functions', 'functions/domain/x.ts', "import type { Log } from '../runtime/log.ts';"],
  ['inside functions', 'functions/service/x.ts', "import type { SlackApi } from '../slack/port.ts';"],
  ['inside functions', 'functions/slack/x.ts', "import type { StepDeps } from '../steps/port.ts';"],
  ['inside functions', 'functions/steps/x.ts', "import { task } from '../wiring/task.ts';"],
  ['inside functions', 'functions/wiring/x.ts', "import { handler } from '../grant.ts';"],
  ['between folders', 'deploy/x.ts', "import { run } from '../cli/run.ts';"],
  ['between folders', 'local/x.ts', "import type { CliDeps } from '../cli/port.ts';"],
  ['between folders', 'catalog/x.ts', "import { run } from '../cli/run.ts';"],
  ['between folders', 'functions/x.ts', "import type { Loaded } from '../catalog/load.ts';"],
  ['between folders', 'cli/x.ts', "import { start } from '../local/start.ts';"],
  ['who decides', 'functions/service/x.ts', "import { countVotes } from '../domain/approval/votes.ts';"],
  ['who decides', 'catalog/x.ts', "import { stagesOf } from '../functions/domain/approval/stages.ts';"],
];
for (const [wall, path, text] of broken) {
  test(`the wall "${wall}" stops, in ${path}: ${text}`, () => {
    assert.is(breaches(wallNamed(wall), [parse(path, text)]).length, 1);
  });
}

const sound: [wall: string, path: string, text: string][] = [
  ['functions/domain', 'functions/domain/x.ts', "import type { Grant } from '../grants/port.ts';"],
  ['functions/domain', 'functions/domain/x.ts', "import { toIso } from './time.ts';"],
  [
    'functions/slack/messages',
    'functions/slack/messages/x.ts',
    "import { toIso } from '../../domain/time.ts';",
  ],
  ['functions/slack/messages', 'functions/slack/messages/x.ts', "import type { Block } from '@slack/types';"],
  ['the AWS SDK', 'functions/aws/iam.ts', "import { IAMClient } from '@aws-sdk/client-iam';"],
  ['Bolt', 'functions/slack.ts', "import { App } from '@slack/bolt';"],
  [
    'carries contracts',
    'functions/open.ts',
    "import { accessContract } from '../statemachines/access.contract.ts';",
  ],
  [
    'no machine by name',
    'functions/wiring/x.ts',
    "import type { Contract } from '../../statemachines/contract.ts';",
  ],
  ['Bolt', 'functions/open.ts', "import type { KnownBlock } from '@slack/types';"],
  ['inside functions', 'functions/runtime/config.ts', "import { CurfewError } from '../domain/errors.ts';"],
  ['inside functions', 'functions/slack/x.ts', "import type { Service } from '../service/port.ts';"],
  ['inside functions', 'functions/grant.ts', "import { task } from './wiring/task.ts';"],
  ['between folders', 'deploy/x.ts', "import { loadCatalog } from '../catalog/load.ts';"],
  [
    'between folders',
    'local/x.ts',
    "import tables from '../functions/ledger/tables.json' with { type: 'json' };",
  ],
  ['between folders', 'bench/x.ts', "import { begin } from '../tests/e2e/support/story.ts';"],
  ['who decides', 'functions/service/x.ts', "import { mayDecide } from '../domain/approval/index.ts';"],
  ['who decides', 'functions/domain/approval/x.ts', "import { countVotes } from './votes.ts';"],
];
for (const [wall, path, text] of sound) {
  test(`the wall "${wall}" lets pass, in ${path}: ${text}`, () => {
    assert.equal(breaches(wallNamed(wall), [parse(path, text)]), []);
  });
}

test('a circle of three files is found once', () => {
  const files = [
    parse('functions/a.ts', "import './b.ts';"),
    parse('functions/b.ts', "import { c } from './inner/c.ts';"),
    parse('functions/inner/c.ts', "export * from '../a.ts';"),
  ];
  assert.equal(cycles(files), ['functions/a.ts → functions/b.ts → functions/inner/c.ts → functions/a.ts']);
});

test('a circle of types alone is found too', () => {
  const files = [
    parse('a.ts', "import './b.ts'; import './c.ts';"),
    parse('b.ts', "import './c.ts'; import type { A } from './a.ts';"),
    parse('c.ts', ''),
  ];
  assert.equal(cycles(files), ['a.ts → b.ts → a.ts']);
});

test('two ways to one file are no circle', () => {
  const files = [
    parse('a.ts', "import './b.ts'; import './c.ts';"),
    parse('b.ts', "import './c.ts';"),
    parse('c.ts', ''),
  ];
  assert.equal(cycles(files), []);
});

test.run();
