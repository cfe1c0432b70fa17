import { createSlackApp } from './slack/app.ts';
import { slackDependencies } from './wiring/slack.ts';

/** Everything Slack sends: verified, then carried to the service. */
export const handler = createSlackApp(slackDependencies()).handler;
