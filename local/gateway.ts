import { randomUUID } from 'node:crypto';
import { toIso } from '../functions/domain/time.ts';

/** The event an HTTP API makes of a request for a Lambda. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const gatewayEvent = ({ headers, body }: { headers: Record<string, string>; body: string }) => ({
  version: '2.0',
  routeKey: 'POST /slack/events',
  rawPath: '/slack/events',
  rawQueryString: '',
  headers,
  body,
  isBase64Encoded: false,
  requestContext: {
    accountId: '111111111111',
    apiId: 'local',
    domainName: '127.0.0.1',
    domainPrefix: 'local',
    http: {
      method: 'POST',
      path: '/slack/events',
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: '',
    },
    requestId: randomUUID(),
    routeKey: 'POST /slack/events',
    stage: '$default',
    time: toIso(0),
    timeEpoch: 0,
  },
});
