import type { Scenario } from './scenario.ts';
import { askScenarios } from './scenarios/ask.ts';
import { extendScenarios } from './scenarios/extend.ts';
import { grantScenarios } from './scenarios/grant.ts';
import { holdScenarios } from './scenarios/hold.ts';
import { notifyScenarios } from './scenarios/notify.ts';
import { revokeScenarios } from './scenarios/revoke.ts';

/** What can happen to one request, as the machine must live through it. */
export const scenarios: readonly Scenario[] = [
  ...askScenarios,
  ...holdScenarios,
  ...extendScenarios,
  ...grantScenarios,
  ...revokeScenarios,
  ...notifyScenarios,
];
