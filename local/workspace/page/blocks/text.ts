import { fieldsOf, textOf } from '../../../slack/json.ts';
import { type Child, h } from '../dom/h.ts';
import { drawInline, drawMrkdwn } from '../text/mrkdwn.ts';
import type { Reading } from '../text/reading.ts';

/** A text object on lines of its own. */
export const drawText = (object: unknown, reading: Reading): Child => {
  const { type, text } = fieldsOf(object);
  return type === 'mrkdwn' ? drawMrkdwn(textOf(text), reading) : h('p', {}, textOf(text));
};

/** A text object within a line. */
export const drawWords = (object: unknown, reading: Reading): Child => {
  const { type, text } = fieldsOf(object);
  return type === 'mrkdwn' ? drawInline(textOf(text), reading) : textOf(text);
};

/** A plain text object's text, for labels. */
export const plainOf = (object: unknown): string => textOf(fieldsOf(object).text);
