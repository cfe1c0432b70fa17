import { day, toIso } from '../../../../functions/domain/time.ts';
import type { Sleep } from '../../../../local/clock.ts';
import { createClock } from '../../../../local/clock.ts';
import { createEngine } from '../../../../local/states/engine.ts';
import type { TaskState } from '../../../../statemachines/access.contract.ts';
import { accessContract } from '../../../../statemachines/access.contract.ts';
import type { Definition, Json } from '../../../../tooling/asl/definition.ts';
import type { Outside, Scenario } from './scenario.ts';
import { getItem, type Item, updateItem } from './table.ts';
import { type Trace, traceOf } from './trace.ts';
import {
  extend,
  type Fault,
  grant,
  hasAccess,
  land,
  mayExtend,
  mayRevoke,
  newWorld,
  notify,
  raise,
  takeAway,
  type World,
} from './world.ts';

export type Played = Trace & {
  world: World;
  startedAt: number;
  /** Where the contract was broken. */
  breaches: string[];
  /** The first thing each Task state sent. */
  sent: Map<string, Json>;
};

const begin = Date.parse('2026-11-20T10:00:00.000Z');
const longest = 90 * day;
/** A machine that goes round and round is stopped here, far beyond what any scenario needs. */
const mostEvents = 6_000;

const isTaskState = (name: string): name is TaskState => Object.hasOwn(accessContract, name);

type Info = { stateName: string; sleep: Sleep };
export type Player = { play(scenario: Scenario, inject?: (fail: Inject) => void): Promise<Played> };
export type Inject = (state: string, field?: string) => void;

type Room = {
  sent: Map<string, Json>;
  scenario: Scenario;
  world: World;
  breaches: string[];
  startedAt: number;
  now: () => number;
};

const check = ({ breaches }: Room, side: 'input' | 'output', state: string, value: unknown) => {
  if (!isTaskState(state)) {
    breaches.push(`${state} is not in the contract`);
    return;
  }
  const parsed = accessContract[state][side].safeParse(value);
  if (!parsed.success) breaches.push(`${state} ${side}: ${parsed.error.issues[0]?.message}`);
};

const never = 400 * day;

/** The fault planned for this call. */
const planned = ({ world, scenario, now, startedAt }: Room, state: string): Fault | undefined => {
  const call = (world.calls[state] ?? 0) + 1;
  world.calls[state] = call;
  return scenario.faults?.[state]?.(call, now() - startedAt);
};

const remember = ({ sent }: Room, state: string, payload: Json) => {
  if (!sent.has(state)) sent.set(state, structuredClone(payload));
};

const takeTime = async ({ scenario }: Room, { stateName, sleep }: Info) => {
  const ms = scenario.slow?.[stateName];
  if (ms !== undefined) await sleep(ms);
};

const fail = async (fault: Fault | undefined, { sleep }: Info) => {
  if (fault === undefined) return;
  if (fault.error === undefined) await sleep(never);
  raise(fault.error ?? 'TooLate');
};

const onFunction = (room: Room, state: string, payload: Json): unknown => {
  const { world, scenario } = room;
  const now = room.now();
  const { because } = payload as { because?: unknown };
  switch (state) {
    case 'Open':
      world.item.status = scenario.asks ? 'PENDING' : 'APPROVED';
      return {
        next: scenario.asks ? 'ask' : 'go',
        asks: world.item.asks,
        startAt: toIso(now + (scenario.startsIn ?? 0)),
      };
    case 'Ask':
      world.item.askToken = String((payload as { token?: unknown }).token);
      return {};
    case 'Extend':
      return extend(world);
    case 'Revoke':
      if (world.item.status === 'ENDED' || world.item.status === 'FAILED') return {};
      takeAway(world, now, because === 'grant-failed' ? 'FAILED' : 'ENDED');
      return {};
    case 'Page security':
      if ((payload as { refused?: unknown }).refused !== true) {
        notify(world, `${state}: waiting`, now);
        return {};
      }
      world.item.status = 'STUCK';
      notify(world, state, now);
      return {};
    default:
      notify(world, state, now);
      return {};
  }
};

const onRevoke = (room: Room, payload: Json) => {
  const { because } = payload as { because?: unknown };
  if (mayRevoke(room.world, because, room.now())) {
    if (hasAccess(room.world) && room.world.item.status !== 'STUCK') room.world.item.status = 'REVOKING';
    return;
  }
  room.world.notYet += 1;
  raise('NotYet');
};

const does = (fault: Fault | undefined, ...when: Fault['when'][]) =>
  fault === undefined || when.includes(fault.when ?? 'before');

const invoke = async (room: Room, payload: Json, info: Info): Promise<unknown> => {
  const { stateName: state } = info;
  check(room, 'input', state, payload);
  remember(room, state, payload);
  await takeTime(room, info);
  const fault = planned(room, state);
  if (state === 'Revoke') onRevoke(room, payload);
  if (state === 'Extend') mayExtend(room.world, room.now());
  if (state === 'Grant' && does(fault, 'midway', 'after')) grant(room.world, room.now());
  const work = () => (state === 'Grant' ? land(room.world, room.now()) : onFunction(room, state, payload));
  const result = does(fault, 'after') ? work() : undefined;
  await fail(fault, info);
  check(room, 'output', state, result);
  return result;
};

const dynamodb = async (room: Room, action: string, args: Record<string, Json>, info: Info) => {
  check(room, 'input', info.stateName, args);
  remember(room, info.stateName, args);
  await takeTime(room, info);
  // The request's item is an item of plain texts.
  const item = room.world.item as unknown as Item;
  const fault = planned(room, info.stateName);
  const work = () => (action === 'getItem' ? getItem(item, args) : updateItem(item, args));
  const result = does(fault, 'after') ? work() : {};
  await fail(fault, info);
  return result;
};

const quiet = (run: () => void) => {
  try {
    run();
  } catch {
    // A resume that wakes nobody is what the scenario is about.
  }
};

/** One engine for all scenarios of a machine. Throws `InvalidDefinition` where the engine refuses the machine. */
export const createPlayer = (machine: Definition, prefix: 'DynamoDb' | 'DynamoDB' = 'DynamoDb'): Player => {
  const definition = JSON.stringify(machine);
  const clock = createClock({ startAt: begin, maxPendingMs: 5_000 });
  let room: Room | undefined;
  let serial = 0;
  const inRoom = () => {
    if (room === undefined) throw new Error('Nothing is played');
    return room;
  };
  const engine = createEngine({
    clock,
    invoke: (_, payload, info) => invoke(inRoom(), payload, info),
    dynamodb: (action, args, info) => dynamodb(inRoom(), action, args, info),
    dynamodbErrorPrefix: prefix,
    random: () => 0.99,
    newId: () => `00000000-0000-4000-8000-${String(serial++).padStart(12, '0')}`,
    onEvent: execution => {
      if (execution.events.length > mostEvents && execution.status === 'RUNNING') {
        engine.stopExecution({ executionArn: execution.arn, error: 'RunsInCircles' });
      }
    },
  });
  const { stateMachineArn } = engine.createStateMachine({ name: 'access', definition });

  const play: Player['play'] = async (scenario, inject) => {
    const startedAt = clock.now();
    const world = newWorld(startedAt);
    const breaches: string[] = [];
    const sent = new Map<string, Json>();
    room = { scenario, sent, world, breaches, startedAt, now: clock.now };
    const outside: Outside = {
      now: clock.now,
      resume: token => quiet(() => engine.sendTaskSuccess({ taskToken: token ?? '', output: '{}' })),
      fail: (token, error) =>
        quiet(() => engine.sendTaskFailure({ taskToken: token ?? '', error, cause: 'forged' })),
    };
    inject?.((state, field) => engine.faults.failEvaluation(state, field));
    const requestId = `request-${serial++}`;
    const { executionArn } = engine.startExecution({
      stateMachineArn,
      name: requestId,
      input: JSON.stringify({ v: 1, requestId }),
    });
    const cancel = (scenario.actions ?? []).map(({ at, act }) =>
      clock.at(startedAt + at, () => act(world, outside)),
    );
    const execution = engine.execution(executionArn);
    while (execution.status === 'RUNNING' && clock.now() < startedAt + longest) {
      if ((await clock.advanceToNext()) === undefined) break;
    }
    await clock.settle();
    for (const each of cancel) each();
    if (execution.status === 'RUNNING') engine.stopExecution({ executionArn, error: 'StillRunning' });
    return { ...traceOf(execution), world, startedAt, breaches, sent };
  };
  return { play };
};
