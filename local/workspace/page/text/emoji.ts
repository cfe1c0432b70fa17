/** Codes that our messages use. Others stand as they were sent, as in Slack. */
const emoji: Record<string, string> = {
  arrows_counterclockwise: '🔄',
  book: '📖',
  checkered_flag: '🏁',
  gear: '⚙️',
  hourglass_flowing_sand: '⏳',
  inbox_tray: '📥',
  information_source: 'ℹ️',
  key: '🔑',
  large_green_circle: '🟢',
  leftwards_arrow_with_hook: '↩️',
  memo: '📝',
  no_entry: '⛔',
  raising_hand: '🙋',
  rotating_light: '🚨',
  stopwatch: '⏱️',
  warning: '⚠️',
  white_check_mark: '✅',
  x: '❌',
  zzz: '💤',
};

export const emojiNamed = (name: string): string | undefined => emoji[name];
