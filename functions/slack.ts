import { slackDependencies } from './runtime/production/slack.ts';
import { createSlackApp } from './slack/app.ts';

/** Everything Slack sends: verified, then carried to the desk. */
export const handler = createSlackApp(slackDependencies()).handler;
