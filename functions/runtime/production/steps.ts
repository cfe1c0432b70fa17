import { createAws } from '../../aws/clients.ts';
import { kindFacts } from '../../grants/facts/index.ts';
import { createKinds } from '../../grants/index.ts';
import { createSlackClient } from '../../slack/client.ts';
import type { StepDeps } from '../../steps/port.ts';
import { awsConfig, slackBotConfig } from '../config.ts';
import { createMeasure } from '../metrics.ts';
import { baseDependencies, productionMachine } from './base.ts';

/** Background work may wait longer for Slack than a click, and tries again itself. */
const patient = { timeoutMs: 8_000, retries: 1 };

/** For steps that talk: the ledger, Slack, and what can be said of each kind. */
export const speakingDependencies = () => ({
  ...baseDependencies(),
  slack: createSlackClient({ ...slackBotConfig(), ...patient }),
  kinds: kindFacts,
  measure: createMeasure(),
});

export const askingDependencies = () => ({ ...speakingDependencies(), machine: productionMachine() });

/** For steps that change AWS, with the credentials of one lane. */
export const changingDependencies = (lane: 'grant' | 'revoke') => ({
  ...speakingDependencies(),
  kinds: createKinds(createAws({ lane, ...awsConfig() })),
});

export const sweepingDependencies = (): StepDeps => ({
  ...changingDependencies('revoke'),
  machine: productionMachine(),
});
