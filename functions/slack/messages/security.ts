import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, saying, withBlocks, withWords } from './blocks.ts';
import { what, where, who } from './phrases.ts';
import type { MessageData } from './port.ts';
import { free, when } from './text.ts';

/** For the security channel: access should be gone and is not. STUCK is what was refused; anything else waits. */
export const securityPage = (data: MessageData): Message => {
  const { record } = data;
  const end = record.until ?? record.endsBy;
  const principals = [...new Set(record.targets.map(requested => free(requested.principal, 100)))]
    .slice(0, 5)
    .join(', ');
  const said = withWords(
    saying(
      record.status === 'STUCK'
        ? `:rotating_light: *Access could not be revoked.* ${who(data)} may still have ${what(data)}.`
        : `:hourglass_flowing_sand: *AWS has been busy for hours.* ${who(data)} may still have ${what(data)}. Nothing was refused: the revocation waits for its turn.`,
      where(data),
      principals === '' ? undefined : `In AWS: ${principals}`,
      end === undefined ? 'It should be gone by now.' : `It should have ended ${when(toMs(end))}.`,
      'Curfew keeps trying until it is gone. If you can, remove it by hand: Curfew notices and closes the request.',
      record.lastProblem === undefined ? undefined : 'Last problem:',
    ),
    record.lastProblem,
    600,
  );
  return withBlocks(
    said,
    actions('security', [button({ label: 'Details', action: 'details', requestId: record.requestId })]),
  );
};
