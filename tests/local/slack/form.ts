// A request form, as an app would open it.
import { plain, section } from './fake-app.ts';

export const option = (text: string, value = text.toLowerCase()) => ({ text: plain(text), value });

const input = (id: string, label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { action_id: id, ...element },
  ...more,
});

export const form = (change: object = {}) => ({
  type: 'modal',
  callback_id: 'request',
  title: plain('Request access'),
  submit: plain('Ask'),
  private_metadata: 'request-1',
  blocks: [
    {
      ...section('Role'),
      block_id: 'role',
      accessory: { type: 'static_select', action_id: 'role', options: [option('ReadOnly'), option('Admin')] },
    },
    input('project', 'Project', { type: 'external_select', min_query_length: 0 }),
    input('why', 'Why', { type: 'plain_text_input', min_length: 5, max_length: 40, multiline: true }),
    input('ticket', 'Ticket', { type: 'plain_text_input' }, { optional: true }),
    input('day', 'Day', { type: 'datepicker' }, { optional: true, dispatch_action: true }),
    input(
      'extras',
      'Extras',
      { type: 'checkboxes', options: [option('Urgent'), option('Quiet')] },
      { optional: true },
    ),
  ],
  ...change,
});
