import type { RequestRecord } from '../../domain/record.ts';
import { isLive, statuses } from '../../domain/status.ts';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import type { FormState } from './form.ts';
import { free, when } from './text.ts';

/** `/access payments ReadOnly 2h` fills the form in; everything else that is not a verb just opens it. */
export const formStateOf = (text: string): FormState => {
  const [project, role, ...duration] = text.trim().split(/\s+/).filter(Boolean);
  return {
    ...(project !== undefined && { project }),
    ...(role !== undefined && { role }),
    ...(duration.length > 0 && { duration: duration.join('') }),
  };
};

/** `command`: with its slash, here and below. */
export const helpMessage = (command: string): Message =>
  saying(
    '*AWS access for as long as you need it*',
    `\`${command}\` opens the form.`,
    `\`${command} PROJECT ROLE 2h\` opens it filled in.`,
    `\`${command} mine\` lists your requests.`,
    'Your access, what waits for you and your history are in the Home tab of this app.',
  );

const moment = (record: RequestRecord): string => {
  if (record.status === 'GRANTED' && record.until !== undefined) return ` until ${when(toMs(record.until))}`;
  return `, ${when(toMs(record.endedAt ?? record.createdAt))}`;
};

/** One line for one request: what it is for, and its status. */
export const requestLine = (record: RequestRecord): string => {
  const { emoji, label } = statuses[record.status];
  return `${emoji} ${free(record.role, 80)} in ${free(record.project, 80)}: ${label}${moment(record)}`;
};

/** Answer to `/access mine`: live requests first, at most ten. */
export const requestList = (records: RequestRecord[], command: string): Message => {
  if (records.length === 0)
    return saying(`You have not asked for anything yet. \`${command}\` opens the form.`);
  const sorted = [
    ...records.filter(({ status }) => isLive(status)),
    ...records.filter(({ status }) => !isLive(status)),
  ];
  return saying(
    '*Your requests*',
    ...sorted.slice(0, 10).map(requestLine),
    'To extend or end one, use the Home tab of this app.',
  );
};
