import { type Fields, isFields, parseJson } from '../json.ts';
import type { Workspace } from '../state/workspace.ts';

/** One Web API method, from its arguments to its answer. */
export type Method = (workspace: Workspace, args: Fields) => Fields;

/** A refusal by its Slack name; `problems` become `response_metadata.messages`. */
export const refuse = (error: string, problems: string[] = []): Fields => ({
  ok: false,
  error,
  ...(problems.length === 0
    ? {}
    : { response_metadata: { messages: problems.map(one => `[ERROR] ${one}`) } }),
});

export const missing = (name: string): Fields =>
  refuse('invalid_arguments', [`missing required field: ${name} [json-pointer:/${name}]`]);

/** Structured arguments arrive as JSON text in form-encoded bodies. `undefined` where the text is no JSON. */
export const structured = (value: unknown): unknown => (typeof value === 'string' ? parseJson(value) : value);

export const flag = (value: unknown): boolean => value === true || value === 'true' || value === '1';

export const stringArg = (args: Fields, name: string): string | undefined => {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** `{}` when absent; a refusal when it cannot be metadata. https://docs.slack.dev/messaging/message-metadata */
export const metadataArg = (args: Fields): { metadata?: Fields } | { refusal: Fields } => {
  if (args.metadata === undefined) return {};
  const metadata = structured(args.metadata);
  return isFields(metadata) && typeof metadata.event_type === 'string' && isFields(metadata.event_payload)
    ? { metadata }
    : { refusal: refuse('invalid_metadata_format') };
};
