import type { Resources } from '../cloudformation.ts';
import type { Names } from '../names.ts';
import { alarm } from './alarm.ts';
import { alarmList } from './list.ts';

/** `sweeper-silent` → `SweeperSilentAlarm`. */
const idOf = (name: string): string =>
  `${name.replace(/(^|-)(\w)/g, (_, _dash: string, letter: string) => letter.toUpperCase())}Alarm`;

/** All alarms ring one topic. Its messages hold no secrets; a key of its own would shut CloudWatch out. */
export const alarms = (names: Names, email: string): Resources => ({
  AlarmTopic: {
    Type: 'AWS::SNS::Topic',
    Properties: {
      TopicName: `${names.prefix}-alarms`,
      ...(email !== '' && { Subscription: [{ Protocol: 'email', Endpoint: email }] }),
    },
  },
  ...Object.fromEntries(alarmList(names).map(options => [idOf(options.name), alarm(names.prefix, options)])),
});
