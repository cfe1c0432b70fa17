import type { KnownBlock, View } from '@slack/types';
import type { UserDirectory } from '../domain/ports.ts';
import type { MessageAddress } from '../domain/record.ts';

/** `text` stands alone: notifications and screen readers show nothing else. */
export type Message = { text: string; blocks: KnownBlock[] };

/** The Slack Web API calls Curfew makes. Failures are thrown as `SlackError`-named errors with Slack's code as message. */
export interface SlackApi extends UserDirectory {
  /** `channel` is a channel id, or a user id for a direct message. */
  post(channel: string, message: Message, thread?: string): Promise<MessageAddress>;
  update(address: MessageAddress, message: Message): Promise<void>;
  ephemeral(channel: string, userId: string, message: Message): Promise<void>;
  openView(triggerId: string, view: View): Promise<void>;
  updateView(viewId: string, hash: string | undefined, view: View): Promise<void>;
  publishHome(userId: string, view: View): Promise<void>;
}
