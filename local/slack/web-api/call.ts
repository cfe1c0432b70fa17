import { type Fields, isFields, parseJson } from '../json.ts';
import type { Workspace } from '../state/workspace.ts';
import { chatMethods } from './chat.ts';
import type { Fault, FaultSource } from './faults.ts';
import { type Method, refuse, structured } from './method.ts';
import { peopleMethods } from './people.ts';
import { stepMethods } from './steps.ts';
import { viewMethods } from './views.ts';

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface ApiRequest {
  method: string;
  authorization: string;
  contentType: string;
  body: string;
}

const methods: Record<string, Method> = { ...chatMethods, ...viewMethods, ...peopleMethods, ...stepMethods };

const json = (content: Fields, status = 200, headers: Record<string, string> = {}): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(content),
});

const readArgs = ({ contentType, body }: ApiRequest): Fields | undefined => {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  const parsed = parseJson(body === '' ? '{}' : body);
  return isFields(parsed) ? parsed : undefined;
};

const faulty = (fault: Fault): ApiAnswer =>
  typeof fault === 'string'
    ? json(refuse(fault))
    : json(
        refuse(fault.status === 429 ? 'ratelimited' : 'internal_error'),
        fault.status,
        fault.status === 429 ? { 'retry-after': String(fault.retryAfter ?? 1) } : {},
      );

/** The arguments with their JSON parsed, for tests that scan everything the app sent. */
const emissionOf = (args: Fields): Fields =>
  Object.fromEntries(
    Object.entries(args)
      .filter(([name]) => name !== 'token')
      .map(([name, value]) => [
        name,
        ['blocks', 'view', 'metadata'].includes(name) ? structured(value) : value,
      ]),
  );

const perform = (workspace: Workspace, request: ApiRequest): ApiAnswer => {
  const method = methods[request.method];
  if (method === undefined) return json(refuse('unknown_method'));
  const args = readArgs(request);
  if (args === undefined) return json(refuse('invalid_json'));
  const token = request.authorization.replace(/^Bearer /, '') || args.token;
  if (token === undefined || token === '') return json(refuse('not_authed'));
  if (token !== workspace.options.botToken && !workspace.steps.accepts(String(token)))
    return json(refuse('invalid_auth'));
  workspace.emitted.push({ via: 'web_api', what: request.method, content: emissionOf(args) });
  return json(method(workspace, args));
};

/** Answers one Web API call, after whatever fault was planned for it. */
export const callApi = (workspace: Workspace, faults: FaultSource, request: ApiRequest): ApiAnswer => {
  const fault = faults.take(request.method);
  if (fault === undefined) return perform(workspace, request);
  if (typeof fault === 'object' && fault.afterEffect === true) perform(workspace, request);
  return faulty(fault);
};
