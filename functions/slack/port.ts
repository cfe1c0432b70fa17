import type { KnownBlock, View } from '@slack/types';
import type { UserDirectory } from '../domain/ports.ts';
import type { MessageAddress } from '../domain/record.ts';

/** `text` must be enough by itself: notifications and screen readers show nothing else. */
export type Message = { text: string; blocks: KnownBlock[] };

/**
 * The Slack Web API calls Curfew makes. Failures are thrown as `SlackError`-named errors with Slack's code as message.
 */
export interface SlackApi extends UserDirectory {
  /** `channel`: a channel id, or a user id for a direct message. `thread`: `ts` of the message to answer. */
  post(channel: string, message: Message, thread?: string): Promise<MessageAddress>;
  update(address: MessageAddress, message: Message): Promise<void>;
  /** Only this user sees it; fails when they are not in the channel. */
  ephemeral(channel: string, userId: string, message: Message): Promise<void>;
  /** A trigger opens one view, within 3 seconds. Source: https://docs.slack.dev/tools/bolt-js/concepts/creating-modals */
  openView(triggerId: string, view: View): Promise<void>;
  /** `hash`: of the view that this one replaces; fails when another came in between. Without it the last one wins. */
  updateView(viewId: string, hash: string | undefined, view: View): Promise<void>;
  publishHome(userId: string, view: View): Promise<void>;
}
