/** Characters that show nothing or change how the rest reads: controls, format marks (bidi, zero-width), fillers, lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * Text typed by people, fit to be shown: line ends become `\n`, other white space one space, invisible and
 * direction-changing characters are gone, outer space is trimmed.
 */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/[\t\v\f]/g, ' ')
    .split('\n')
    .map(line => line.replace(invisible, '').trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Length as people count it: code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/**
 * Makes `<!channel>`, `<@U…>` and links in foreign text inert.
 * Source: https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `['bob', 'carol', 'dave']` → `bob, carol or dave`; more than `most` names are counted, not listed. */
export const listNames = (names: readonly string[], word: 'or' | 'and' = 'or', most = 8): string => {
  if (names.length > most) return `${names.slice(0, most).join(', ')} ${word} ${names.length - most} more`;
  if (names.length < 2) return names[0] ?? 'nobody';
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
};

/** Shows a value someone typed inside a sentence: cleaned, on one line, at most 40 characters. */
export const quoted = (text: string): string => {
  const short = cleanText(text.slice(0, 200)).replaceAll('\n', ' ');
  return `"${lengthOf(short) > 40 ? `${[...short].slice(0, 39).join('')}…` : short}"`;
};
