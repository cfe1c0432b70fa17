import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Users by what IAM does when asked about them. Whoever else: never shown in any group. */
export const always = 'shown-forever';
export const throttled = 'throttled';

const group = (name: string): string =>
  `<GroupName>${name}</GroupName><Path>/</Path><GroupId>AGPAEXAMPLE</GroupId><Arn>arn:aws:iam::111111111111:group/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>`;

/** The query protocol. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
const iam = (query: URLSearchParams): [status: number, body: string] => {
  const action = query.get('Action') ?? '';
  const user = query.get('UserName');
  const shown = user === always ? `<member>${group('readers')}</member>` : '';
  const results: Record<string, string> = {
    ListGroupsForUser: `<Groups>${shown}</Groups><IsTruncated>false</IsTruncated>`,
    GetGroup: `<Group>${group(query.get('GroupName') ?? '')}</Group><Users/><IsTruncated>false</IsTruncated>`,
    GetUser: `<User><UserName>${user}</UserName><UserId>AIDAEXAMPLE</UserId><Path>/</Path><Arn>arn:aws:iam::111111111111:user/${user}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></User>`,
    AddUserToGroup: '',
    RemoveUserFromGroup: '',
  };
  const fault = user === throttled ? 'Throttling' : action in results ? undefined : 'InvalidAction';
  return fault === undefined
    ? [200, `<${action}Response><${action}Result>${results[action]}</${action}Result></${action}Response>`]
    : [400, `<ErrorResponse><Error><Type>Sender</Type><Code>${fault}</Code></Error></ErrorResponse>`];
};

/** The JSON protocol. Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html */
const identityCenter: Record<string, object> = {
  ListAccountAssignments: { AccountAssignments: [] },
  DescribePermissionSet: { PermissionSet: { Name: 'ReadOnly', SessionDuration: 'PT1H' } },
  CreateAccountAssignment: {
    AccountAssignmentCreationStatus: {
      RequestId: '11111111-1111-4111-8111-111111111111',
      Status: 'FAILED',
      FailureReason: 'the user is not there',
    },
  },
};

/** IAM and Identity Center on one port, as they are when they do not do what was asked. */
export const unwillingAws = async (): Promise<{ url: string; server: Server }> => {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      const [status, text] =
        operation === undefined
          ? iam(new URLSearchParams(body))
          : [200, JSON.stringify(identityCenter[operation] ?? {})];
      response.writeHead(status, {
        'content-type': operation === undefined ? 'text/xml' : 'application/x-amz-json-1.1',
      });
      response.end(text);
    });
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};
