import * as z from 'zod';
import type { Person } from '../slack/index.ts';
import { CannotSee } from '../slack/index.ts';
import type { Session } from './session.ts';
import { toNextEvent } from './walk.ts';

const text = z.string().max(20_000);
const as = z.string().max(80);
const inView = { as, viewId: text, field: text };
const onMessage = { as, channel: text, ts: text };

/** What the page can ask for: what a person does in Slack, moves of the clock, and faults. */
export const act = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('shortcut'), as, callbackId: text }),
  z.strictObject({ do: z.literal('command'), as, command: text, text, channel: text.optional() }),
  z.strictObject({ do: z.literal('say'), as, channel: text, text, threadTs: text.optional() }),
  z.strictObject({ do: z.literal('home'), as }),
  z.strictObject({ do: z.literal('click'), ...onMessage, button: text, value: text.optional() }),
  z.strictObject({ do: z.literal('choose'), ...onMessage, field: text, option: text }),
  z.strictObject({ do: z.literal('press'), as, viewId: text, button: text, value: text.optional() }),
  z.strictObject({ do: z.literal('pick'), ...inView, option: text }),
  z.strictObject({ do: z.literal('type'), ...inView, text }),
  z.strictObject({ do: z.literal('submit'), as, viewId: text }),
  z.strictObject({ do: z.literal('close'), as, viewId: text, all: z.boolean() }),
  z.strictObject({ do: z.literal('wait'), minutes: z.number().int().min(1).max(10_080) }),
  z.strictObject({ do: z.literal('next') }),
  z.strictObject({ do: z.literal('fail-revoke') }),
  z.strictObject({ do: z.literal('recover') }),
  z.strictObject({ do: z.literal('kill'), requestId: text }),
  z.strictObject({ do: z.literal('start-over') }),
]);
export type Act = z.infer<typeof act>;
type Doing<Kind extends Act['do']> = Extract<Act, { do: Kind }>;

/** `ok`, or what the person would be told by their client. */
export type Done = { ok: true; moved?: boolean } | { ok: false; error: string };

const done: Done = { ok: true };

const viewOf = (person: Person, viewId: string) => {
  const modal = person.modals().find(({ id }) => id === viewId);
  if (modal !== undefined) return modal;
  const home = person.home();
  if (home.view().id === viewId) return home;
  throw new CannotSee('This view is closed');
};

const modalOf = (person: Person, viewId: string) => {
  const modal = person.modals().find(({ id }) => id === viewId);
  if (modal === undefined) throw new CannotSee('This view is closed');
  return modal;
};

/** How a person of the workspace does it. */
const inSlack: {
  [Kind in Exclude<Act['do'], 'wait' | 'next' | 'fail-revoke' | 'recover' | 'kill' | 'start-over'>]: (
    person: Person,
    act: Doing<Kind>,
  ) => Promise<unknown>;
} = {
  shortcut: (person, { callbackId }) => person.shortcut(callbackId),
  command: (person, { command, text: said, channel }) => person.command(command, said, channel),
  say: (person, { channel, text: said, threadTs }) => person.say(channel, said, threadTs),
  home: person => person.openHome(),
  click: (person, { channel, ts, button, value }) =>
    person.click({ channel, ts }, button, value === undefined ? {} : { value }),
  choose: (person, { channel, ts, field, option }) => person.choose({ channel, ts }, field, option),
  press: (person, { viewId, button, value }) =>
    viewOf(person, viewId).click(button, value === undefined ? {} : { value }),
  pick: (person, { viewId, field, option }) => viewOf(person, viewId).pick(field, option),
  type: (person, { viewId, field, text: typed }) => viewOf(person, viewId).type(field, typed),
  submit: (person, { viewId }) => modalOf(person, viewId).submit(),
  close: (person, { viewId, all }) => modalOf(person, viewId).close({ all }),
};

const perform = async (session: Session, wanted: Act): Promise<Done> => {
  const { world, faults, mark } = session.run();
  switch (wanted.do) {
    case 'wait':
      await world.clock.advanceBy(wanted.minutes * 60_000);
      return done;
    case 'next':
      return { ok: true, moved: await toNextEvent(world, mark) };
    case 'fail-revoke':
      faults.failRevoke();
      return done;
    case 'recover':
      faults.recover();
      return done;
    case 'kill':
      faults.kill(wanted.requestId);
      return done;
    case 'start-over':
      await session.startOver();
      return done;
    default: {
      const drive = inSlack[wanted.do] as (person: Person, act: Act) => Promise<unknown>;
      await drive(world.slack.as(wanted.as), wanted);
      await world.clock.settle();
      return done;
    }
  }
};

/** Does what was asked for. What a person cannot do is an answer; anything else is thrown. */
export const carryOut = async (session: Session, wanted: Act): Promise<Done> => {
  try {
    return await perform(session, wanted);
  } catch (error) {
    if (error instanceof CannotSee) return { ok: false, error: error.message };
    throw error;
  }
};
