import type { Resources } from '../cloudformation.ts';
import type { Names } from '../names.ts';
import { alarm } from './alarm.ts';
import { alarmList } from './list.ts';

/** `sweeper-silent` → `SweeperSilentAlarm`. */
const idOf = (name: string): string =>
  `${name.replace(/(^|-)(\w)/g, (_, _dash: string, letter: string) => letter.toUpperCase())}Alarm`;

/**
 * All alarms notify one topic, and it `email` unless that is empty. Messages hold no secrets; with a key of its own the
 * topic would refuse CloudWatch.
 */
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
