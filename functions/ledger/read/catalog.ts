import type { AccountRef, Approval, Person, Project, Role, Settings, Stage } from '../../domain/catalog.ts';
import type { Item } from '../store.ts';
import {
  boolean,
  list,
  map,
  number,
  oneOf,
  optional,
  type Read,
  shape,
  text,
  time,
  versioned,
} from './fields.ts';
import { target } from './request.ts';

const account = shape<AccountRef>({
  name: text,
  id: text,
  production: boolean,
  grantRoleArn: optional(text),
  revokeRoleArn: optional(text),
  externalId: optional(text),
});

const person = shape<Person>({
  name: text,
  email: text,
  slack: shape<Person['slack']>({ team: text, users: list(text) }),
  principals: shape<Person['principals']>({
    iamUser: optional(map(text)),
    identityCenterUser: optional(text),
  }),
  delegate: optional(shape<NonNullable<Person['delegate']>>({ to: text, until: time })),
});

const asking = shape<Extract<Approval, { mode: 'ask' }>>({
  mode: oneOf('ask'),
  stages: list(shape<Stage>({ key: text, need: number, from: list(text) })),
  deadlineMs: number,
  remindMs: list(number),
});
const approval: Read<Approval> = (value, at) => {
  const { mode } = shape<Pick<Approval, 'mode'>>({ mode: oneOf('auto', 'ask') })(value, at);
  return mode === 'auto' ? { mode } : asking(value, at);
};

const role = shape<Role>({
  name: text,
  description: text,
  kind: text,
  targets: list(target),
  risk: oneOf('low', 'medium', 'high'),
  justification: oneOf('required', 'optional'),
  note: optional(text),
  runbook: optional(text),
  minMs: number,
  maxMs: number,
  defaultMs: number,
  choicesMs: list(number),
  maxTotalMs: number,
  mayRequest: optional(list(text)),
  approval,
});

const project = shape<Project>({
  name: text,
  description: text,
  channel: text,
  owners: list(text),
  roles: list(role),
});

/** The item that says which parts are in force. `parts`: part name, numbered from the second on → item key. */
export type CatalogHead = {
  v: 1;
  version: number;
  hash: string;
  settings: Settings;
  parts: Record<string, string>;
};

const head1 = shape<CatalogHead>({
  v: oneOf(1),
  version: number,
  hash: text,
  settings: shape<Settings>({ securityChannel: text, security: list(text), maxStartAheadMs: number }),
  parts: map(text),
});
const head = versioned<CatalogHead>('catalog', { 1: head1 });

/** The catalog's head as its version says; its parts are of the same version. Throws `UnreadableRecord`. */
export const readCatalogHead = (item: Item): CatalogHead => head(item, 'the applied catalog');

/** One part: some people, some accounts, or a project with some of its roles. */
export type CatalogPart = {
  people?: Record<string, Person>;
  accounts?: Record<string, AccountRef>;
  content?: Project;
};

/** Throws `UnreadableRecord` naming the part and the field. */
export const readCatalogPart = (item: Item): CatalogPart =>
  shape<CatalogPart>({
    people: optional(map(person)),
    accounts: optional(map(account)),
    content: optional(project),
  })(item, `part ${String(item.project)} of the catalog`);
