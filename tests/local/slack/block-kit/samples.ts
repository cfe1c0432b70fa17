// One fine sample of every block and element, to be spoiled one field at a time.
export type Sample = Record<string, unknown>;

export const plain = (text: string): Sample => ({ type: 'plain_text', text, emoji: true });
export const mrkdwn = (text: string): Sample => ({ type: 'mrkdwn', text });
export const long = (length: number): string => 'x'.repeat(length);
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const option = (value: string, text = value): Sample => ({ text: plain(text), value });
export const options = (count: number): Sample[] => times(count, index => option(`o${index}`));

const confirm = {
  title: plain('Sure?'),
  text: mrkdwn('*Sure?*'),
  confirm: plain('Yes'),
  deny: plain('No'),
  style: 'danger',
};
const placeholder = plain('Pick one');

export const elements: Record<string, Sample> = {
  button: { type: 'button', action_id: 'a', text: plain('Go'), value: 'v', style: 'primary', confirm },
  static_select: {
    type: 'static_select',
    action_id: 'a',
    placeholder,
    options: options(2),
    initial_option: option('o1'),
    confirm,
  },
  multi_static_select: {
    type: 'multi_static_select',
    action_id: 'a',
    options: options(2),
    initial_options: [option('o1')],
    max_selected_items: 2,
  },
  external_select: { type: 'external_select', action_id: 'a', placeholder, min_query_length: 0 },
  multi_external_select: {
    type: 'multi_external_select',
    action_id: 'a',
    min_query_length: 0,
    max_selected_items: 5,
  },
  users_select: { type: 'users_select', action_id: 'a', placeholder, initial_user: 'U0BOB' },
  multi_users_select: { type: 'multi_users_select', action_id: 'a', initial_users: ['U0BOB'] },
  overflow: { type: 'overflow', action_id: 'a', options: options(2), confirm },
  plain_text_input: {
    type: 'plain_text_input',
    action_id: 'a',
    multiline: true,
    min_length: 1,
    max_length: 10,
    placeholder,
  },
  checkboxes: { type: 'checkboxes', action_id: 'a', options: options(2), initial_options: [option('o0')] },
  radio_buttons: { type: 'radio_buttons', action_id: 'a', options: options(2), initial_option: option('o0') },
  datepicker: { type: 'datepicker', action_id: 'a', initial_date: '2026-03-02', placeholder },
  timepicker: { type: 'timepicker', action_id: 'a', initial_time: '09:30', timezone: 'Europe/Paris' },
  datetimepicker: { type: 'datetimepicker', action_id: 'a', initial_date_time: 1_772_445_600 },
  image: { type: 'image', image_url: 'https://example.com/x.png', alt_text: 'x' },
};

export const places: Record<string, readonly string[]> = {
  button: ['section', 'actions'],
  static_select: ['section', 'actions', 'input'],
  multi_static_select: ['section', 'input'],
  external_select: ['section', 'actions', 'input'],
  multi_external_select: ['section', 'input'],
  users_select: ['section', 'actions', 'input'],
  multi_users_select: ['section', 'input'],
  overflow: ['section', 'actions'],
  plain_text_input: ['input'],
  checkboxes: ['section', 'actions', 'input'],
  radio_buttons: ['section', 'actions', 'input'],
  datepicker: ['section', 'actions', 'input'],
  timepicker: ['section', 'actions', 'input'],
  datetimepicker: ['actions', 'input'],
  image: ['section', 'context'],
};

/** The element in a block of the given type. */
export const inBlock: Record<string, (element: unknown) => Sample> = {
  section: accessory => ({ type: 'section', text: mrkdwn('x'), accessory }),
  actions: element => ({ type: 'actions', elements: [element] }),
  input: element => ({ type: 'input', label: plain('Label'), element }),
  context: element => ({ type: 'context', elements: [element] }),
};

const richText = {
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'x', style: { bold: true } },
        { type: 'user', user_id: 'U0BOB' },
        { type: 'link', url: 'https://example.com', text: 'x' },
        { type: 'date', timestamp: 1_772_445_600, format: '{time}', fallback: '10:00' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
    },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }], border: 0 },
    { type: 'rich_text_quote', elements: [{ type: 'emoji', name: 'wave' }] },
  ],
};

export const blocks: Record<string, Sample> = {
  section: { type: 'section', block_id: 'b', text: mrkdwn('x'), fields: [mrkdwn('x')], expand: true },
  header: { type: 'header', text: plain('x') },
  divider: { type: 'divider' },
  context: { type: 'context', elements: [mrkdwn('x'), plain('x'), elements.image] },
  actions: { type: 'actions', elements: [elements.button] },
  input: {
    type: 'input',
    label: plain('x'),
    hint: plain('x'),
    optional: true,
    dispatch_action: true,
    element: elements.plain_text_input,
  },
  image: { type: 'image', image_url: 'https://example.com/x.png', alt_text: 'x', title: plain('x') },
  rich_text: richText,
};
