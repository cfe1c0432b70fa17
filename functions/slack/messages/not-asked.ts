import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import { what } from './phrases.ts';
import type { Told } from './port.ts';
import { free } from './text.ts';

/** For the requester: the request stands, but nobody can see it yet. */
export const notAsked = (told: Told): Message =>
  saying(
    `:warning: ${what(told)} is recorded, but nobody could be asked: Slack does not let Curfew post in <#${free(told.record.channel, 40)}>.`,
    'Ask whoever runs Curfew to invite it to that channel. It is tried again every few minutes; you need not ask again.',
  );
