import type { MessageAddress } from '../../domain/record.ts';
import type { Message } from '../port.ts';
import type { NotifyDeps } from './deps.ts';

type SecurityDeps = Pick<NotifyDeps, 'slack' | 'catalog' | 'log'>;

/** `channel`: of the project, where nobody of security can be reached. `first`: the message whose thread goes on. */
type Where = { channel: string; first?: MessageAddress | undefined };

/**
 * Posts to security: in its channel, else to each of its people by direct message, else in the project's channel. Throws
 * the last `SlackError` when all of them are out of reach.
 */
export const postToSecurity = async (
  deps: SecurityDeps,
  message: Message,
  { channel, first }: Where,
): Promise<MessageAddress> => {
  const rules = await deps.catalog.load();
  const inThread = first && (await attempt(deps, message, first.channel, first.ts));
  if (inThread?.said !== undefined) return inThread.said;
  const inChannel = await attempt(deps, message, rules?.settings.securityChannel ?? channel);
  if (inChannel.said !== undefined) return inChannel.said;
  const people = (rules?.settings.security ?? []).flatMap(
    name => rules?.people[name]?.slack.users.slice(0, 1) ?? [],
  );
  const directly = await Promise.all(people.map(userId => attempt(deps, message, userId)));
  const reached = directly.find(({ said }) => said !== undefined)?.said;
  if (reached !== undefined) return reached;
  return deps.slack.post(channel, message);
};

const attempt = async (
  { slack, log }: SecurityDeps,
  message: Message,
  place: string,
  thread?: string,
): Promise<{ said?: MessageAddress }> => {
  try {
    return { said: await slack.post(place, message, thread) };
  } catch (error) {
    log.warn('Security is out of reach in one place; the next is tried.', { place, error: String(error) });
    return {};
  }
};
