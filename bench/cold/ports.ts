import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWireHandler } from '../../local/states/wire.ts';
import { begin, type Story } from '../../tests/e2e/support/story.ts';
import { lambdaEnvironment } from '../environment.ts';

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

export type Ports = { story: Story; env: Record<string, string>; close: () => Promise<void> };

/** A whole installation whose tables, machine and Slack can be reached from other processes of this machine. */
export const openPorts = async (): Promise<Ports> => {
  const story = await begin({ sweeping: false });
  const answerStates = createWireHandler(story.engine);
  const states = createServer((request, response) => void answerStates(request, response));
  const web = await story.slack.listen();
  const env = lambdaEnvironment({
    dynamodb: await listening(story.dynamodb.server),
    states: await listening(states),
    slackApi: web.apiUrl,
    stateMachineArn: story.stateMachineArn,
  });
  return {
    story,
    env,
    close: async () => {
      await web.close();
      story.dynamodb.server.close();
      states.close();
      await story.close();
    },
  };
};
