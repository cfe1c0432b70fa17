// https://docs.slack.dev/reference/methods/functions.completeSuccess and functions.completeError.
import { isFields } from '../json.ts';
import { type Method, missing, refuse, stringArg, structured } from './method.ts';

const completeSuccess: Method = (workspace, args) => {
  const id = stringArg(args, 'function_execution_id');
  const outputs = structured(args.outputs);
  if (id === undefined) return missing('function_execution_id');
  if (!isFields(outputs)) return missing('outputs');
  const end = workspace.steps.end(id, { status: 'completed', outputs });
  workspace.changed();
  return end === 'ok' ? { ok: true } : refuse(end);
};

const completeError: Method = (workspace, args) => {
  const id = stringArg(args, 'function_execution_id');
  const error = stringArg(args, 'error');
  if (id === undefined) return missing('function_execution_id');
  if (error === undefined) return missing('error');
  const end = workspace.steps.end(id, { status: 'failed', error });
  workspace.changed();
  return end === 'ok' ? { ok: true } : refuse(end);
};

export const stepMethods: Record<string, Method> = {
  'functions.completeSuccess': completeSuccess,
  'functions.completeError': completeError,
};
