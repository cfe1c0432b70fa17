import type { Fields } from '../json.ts';
import type { Step } from '../state/steps.ts';
import type { Workspace } from '../state/workspace.ts';
import { token } from './payloads.ts';

/** https://docs.slack.dev/reference/events/function_executed */
export const stepEvent = (workspace: Workspace, step: Step, stepToken: string): Fields => ({
  type: 'function_executed',
  function: {
    id: `Fn${step.callbackId}`,
    callback_id: step.callbackId,
    type: 'app',
    app_id: workspace.options.appId,
  },
  inputs: step.inputs,
  function_execution_id: step.id,
  workflow_execution_id: workspace.ids.next('Wx'),
  bot_access_token: stepToken,
  event_ts: workspace.ids.ts(),
});

/** https://docs.slack.dev/apis/events-api: the envelope around every event. */
export const eventPayload = (workspace: Workspace, event: Fields): Fields => {
  const { teamId, appId, botUserId } = workspace.options;
  return {
    token,
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: workspace.ids.next('Ev'),
    event_time: Math.trunc(workspace.options.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
};
