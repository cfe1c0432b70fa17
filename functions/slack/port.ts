import type { KnownBlock, View } from '@slack/types';
import type { MessageAddress } from '../domain/record.ts';

/** `text` stands alone: notifications and screen readers show nothing else. */
export type Message = { text: string; blocks: KnownBlock[] };

/** What Slack says about an account. Source: https://docs.slack.dev/reference/objects/user-object/ */
export type SlackUser = {
  id: string;
  teamId: string;
  name: string;
  email?: string;
  tz?: string;
  isBot: boolean;
  deleted: boolean;
  /** Single- or multi-channel guest. */
  guest: boolean;
  /** From another workspace. */
  stranger: boolean;
};

/** The Slack Web API calls Curfew makes. Failures are thrown as `SlackError`-named errors with Slack's code as message. */
export interface SlackApi {
  /** `channel` is a channel id, or a user id for a direct message. */
  post(channel: string, message: Message, thread?: string): Promise<MessageAddress>;
  update(address: MessageAddress, message: Message): Promise<void>;
  ephemeral(channel: string, userId: string, message: Message): Promise<void>;
  openView(triggerId: string, view: View): Promise<void>;
  updateView(viewId: string, hash: string | undefined, view: View): Promise<void>;
  publishHome(userId: string, view: View): Promise<void>;
  user(userId: string): Promise<SlackUser | undefined>;
}
