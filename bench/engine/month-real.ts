import { day } from '../../functions/domain/time.ts';
import { withRole } from '../../tests/e2e/support/catalogs.ts';
import { begin, exampleCatalog } from '../../tests/e2e/support/story.ts';
import { timed } from '../measure.ts';

/** The same with the shipped handlers, the tables and Slack: real ms from Submit to the end of the execution. */
export const monthWithHandlers = async (): Promise<number> => {
  const long = { maxMs: 30 * day, maxTotalMs: 30 * day };
  const catalog = withRole(await exampleCatalog(), 'payments', 'DatabaseAdmin', long);
  const story = await begin({ catalog, sweeping: false });
  const { ms, value: requestId } = await timed(async () => {
    const asked = await story.ask('alice', { duration: '30d' });
    await story.approve('bob');
    while (story.execution(asked).status === 'RUNNING') {
      if ((await story.clock.advanceToNext()) === undefined) break;
    }
    return asked;
  });
  const status = await story.status(requestId);
  await story.close();
  if (status !== 'ENDED') throw new Error(`It is ${status}`);
  return ms;
};
