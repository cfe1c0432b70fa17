import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import { what } from './phrases.ts';
import type { MessageData } from './port.ts';
import { free } from './text.ts';

/** For the requester: the request is recorded, but nobody can see it yet. */
export const notAsked = (data: MessageData): Message =>
  saying(
    `:warning: ${what(data)} is recorded, but nobody could be asked: Slack does not let Curfew post in <#${free(data.record.channel, 40)}>.`,
    'Ask whoever runs Curfew to invite it to that channel. Curfew tries again every few minutes; you need not ask again.',
  );
