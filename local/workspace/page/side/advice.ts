import type { Status } from '../../../../functions/domain/status.ts';
import type { RequestView, WorkspaceView } from '../../view.ts';
import type { Lesson } from '../ui.ts';

/** A link to what comes next: a person, a place, or a button of the clock or of a fault. */
export type Help =
  | { to: 'be'; userId: string; name: string; channel: string }
  | { to: 'look'; channel: string; name: string }
  | { to: 'next' }
  | { to: 'recover' };
export type Advice = { text: string; help?: Help };

export type Situation = {
  view: Pick<WorkspaceView, 'app' | 'slack' | 'faults' | 'aws'>;
  request: RequestView | undefined;
  me: string;
  lesson: Lesson | undefined;
};

const nameOf = ({ view }: Situation, id: string): string =>
  view.slack.users.find(user => user.id === id)?.name ?? id;

const channelName = ({ view }: Situation, id: string): string =>
  view.slack.conversations.find(one => one.id === id)?.name ?? id;

const finals: readonly Status[] = ['ENDED', 'REFUSED', 'DENIED', 'CANCELLED', 'EXPIRED', 'FAILED'];
const isOver = (status: Status): boolean => finals.includes(status);

const askFirst = (situation: Situation): Advice => {
  const { app } = situation.view;
  const how = `press ⚡ below and pick ${app.shortcut.name}, or type ${app.command}.`;
  if (situation.lesson === 'deny') return { text: `Ask once more, to be denied: ${how}` };
  if (situation.lesson === 'kill') return { text: `No execution is running yet: ${how}` };
  if (situation.lesson === 'revoke' || situation.view.faults.revokeFails)
    return { text: `AWS will not take access back. Ask for some: ${how}` };
  return { text: `You are ${nameOf(situation, situation.me)}, on call: ${how}` };
};

const pending = (situation: Situation, { asked, channel, requester }: RequestView): Advice => {
  const verb = situation.lesson === 'deny' ? 'deny' : 'approve';
  const place = channelName(situation, channel);
  if (asked.includes(nameOf(situation, situation.me))) {
    const button = verb === 'deny' ? 'Deny…' : 'Approve';
    return {
      text: `You can decide: press ${button} on the card in #${place}.`,
      help: { to: 'look', channel, name: place },
    };
  }
  const decider = situation.view.slack.users.find(({ name }) => asked.includes(name));
  const text = `${requester.name} has no access yet.`;
  if (decider === undefined) return { text };
  return {
    text: `${text} Now be ${decider.name} and ${verb} it in #${place}.`,
    help: { to: 'be', userId: decider.id, name: decider.name, channel },
  };
};

const killed = (situation: Situation, request: RequestView): Advice => {
  if (!isOver(request.status))
    return {
      text: 'The execution is dead. The sweeper, which needs none, looks every five minutes.',
      help: { to: 'next' },
    };
  if (situation.lesson === 'deny' || situation.view.faults.revokeFails) return askFirst(situation);
  return { text: 'The execution was killed, and the sweeper, which needs none, closed the request.' };
};

const live = (situation: Situation, request: RequestView): Advice => {
  const warned = request.steps.some(({ name, is }) => name === 'warning' && is === 'done');
  if (situation.view.faults.revokeFails)
    return {
      text: 'AWS will refuse to take it back. Let time run to the end and watch.',
      help: { to: 'next' },
    };
  return warned
    ? { text: 'Warned. One more event, and the access goes.', help: { to: 'next' } }
    : {
        text: 'AWS shows it. Next comes the warning. The DM has Extend… and I’m done.',
        help: { to: 'next' },
      };
};

const revoking = ({ view }: Situation, { status, execution }: RequestView): Advice => {
  const wasRefused = status === 'STUCK' || execution.visits.at(-1)?.error === 'Refused';
  if (!view.faults.revokeFails && !wasRefused) return { text: 'AWS is removing it.' };
  if (!view.faults.revokeFails)
    return { text: 'AWS has recovered. At the next try the access goes.', help: { to: 'next' } };
  return status === 'STUCK'
    ? {
        text: 'Stuck, and never silent: #security was paged, and it is tried again and again.',
        help: { to: 'recover' },
      }
    : {
        text: 'AWS refuses. Curfew tries again, with growing pauses, then pages #security.',
        help: { to: 'next' },
      };
};

const over = (situation: Situation, request: RequestView): Advice => {
  const { lesson, view } = situation;
  if (lesson === 'deny' && request.status !== 'DENIED') return askFirst(situation);
  if (lesson === 'kill' || view.faults.revokeFails) return askFirst(situation);
  if (request.status === 'DENIED')
    return { text: 'Denied: the reason is in the DM, and AWS never heard of it.' };
  return { text: 'This machine and these handlers are what you deploy. Now break it →' };
};

/** One line about what to do next, read off what can be seen. */
export const adviceFor = (situation: Situation): Advice => {
  const { request } = situation;
  if (request === undefined) return askFirst(situation);
  if (request.execution.status === 'ABORTED') return killed(situation, request);
  switch (request.status) {
    case 'PENDING':
      return pending(situation, request);
    case 'GRANTED':
      return live(situation, request);
    case 'REVOKING':
    case 'STUCK':
      return revoking(situation, request);
    case 'NEW':
    case 'GRANTING':
      return { text: 'AWS is at work.' };
    case 'APPROVED':
      return { text: 'Approved, and not yet begun.', help: { to: 'next' } };
    case 'ENDED':
    case 'REFUSED':
    case 'DENIED':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'FAILED':
      return over(situation, request);
  }
};
