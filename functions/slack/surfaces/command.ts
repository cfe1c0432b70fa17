import type { RespondArguments, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { SurfaceDeps } from '../deps.ts';
import { saying } from '../messages/blocks.ts';
import { formStateOf, helpMessage, requestList } from '../messages/command.ts';
import type { Message } from '../port.ts';
import { logFailure, sorry } from './click.ts';
import { openForm } from './request.ts';
import type { Surface } from './surface.ts';

const ephemeral = ({ text, blocks }: Message): RespondArguments => ({
  response_type: 'ephemeral',
  text,
  blocks,
});

/** What to show beside the command; undefined when the form opened instead. */
const run = async (
  deps: SurfaceDeps,
  command: SlackCommandMiddlewareArgs['command'],
): Promise<Message | undefined> => {
  const account = { teamId: command.team_id, userId: command.user_id };
  const text = command.text?.trim() ?? '';
  if (/^(?:help|\?)$/i.test(text)) return helpMessage(deps.command);
  if (/^mine$/i.test(text)) {
    const who = await deps.identify(account);
    if ('refused' in who) return saying(who.refused);
    const { mine, history } = await deps.service.home(account, who.person);
    return requestList([...mine, ...history], deps.command);
  }
  await openForm(deps, {
    account,
    triggerId: command.trigger_id,
    source: 'command',
    state: formStateOf(text),
  });
  return undefined;
};

export const commandSurface: Surface = {
  name: 'slash command',
  command: true,
  register: (app, deps) => {
    app.command(deps.command, async ({ ack, command }) => {
      const answer = await run(deps, command).catch((error: unknown) => {
        logFailure(deps, 'command', error);
        return sorry;
      });
      await (answer === undefined ? ack() : ack(ephemeral(answer)));
    });
  },
};
