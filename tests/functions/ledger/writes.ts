import { accountKey } from '../../../functions/domain/identity.ts';
import type { Decision, RequestRecord } from '../../../functions/domain/record.ts';
import { hour, minute, second } from '../../../functions/domain/time.ts';
import type { DecisionWrite, Requests } from '../../../functions/ledger/requests.ts';
import { actor, at, moved, now } from './ledger.ts';

/** A vote of this person. */
const decision = (person: string, verdict: Decision['verdict']): Decision => ({
  verdict,
  counts: ['0:a set'],
  by: actor(person),
  source: 'message',
  at: at(0),
  rule: 'a rule',
  catalogHash: 'hash',
});

const decided = (person: string, verdict: Decision['verdict']): DecisionWrite => ({
  rev: 1,
  decision: decision(person, verdict),
  stage: 0,
  stages: [],
  outcome: undefined,
});
/** Bob's vote, at revision 1. */
export const approve = (requests: Requests, id: string, person = 'bob') =>
  requests.decide(moved(id, 'approve'), at(0), decided(person, 'approve'));
/** The same against it. */
export const deny = (requests: Requests, id: string, person: string) =>
  requests.decide(moved(id, 'deny'), at(0), decided(person, 'deny'));

type Write = (id: string) => Promise<RequestRecord | undefined>;

/** A write, with records that let it through and records that do not. */
type Case = { name: string; write: Write; yes: Partial<RequestRecord>[]; no: Partial<RequestRecord>[] };

/** Every conditional write on `requests`. */
export const writesOf = (requests: Requests): Case[] => [
  {
    name: 'open',
    write: id =>
      requests.open(moved(id, 'ask'), {
        catalogHash: 'hash',
        rule: 'a rule',
        stages: [],
        asks: [],
        firstRequest: false,
        deadline: undefined,
        outcome: undefined,
      }),
    yes: [{ status: 'NEW' }],
    no: [{ status: 'PENDING' }, { status: 'CANCELLED' }],
  },
  {
    name: 'ask token',
    write: id => requests.storeAskToken(id, { token: 'token', seq: 'seq-2', now }),
    yes: [{}, { askSeq: 'seq-1' }, { askSeq: 'seq-2' }],
    no: [{ status: 'APPROVED' }, { askSeq: 'seq-3' }, { deadline: at(0) }],
  },
  {
    name: 'expire',
    write: id => requests.expire(moved(id, 'expire'), at(0)),
    yes: [{ deadline: at(0) }, { deadline: at(-1) }],
    no: [{ deadline: at(1) }, { deadline: at(0), status: 'APPROVED' }],
  },
  {
    name: 'vote',
    write: id => approve(requests, id),
    yes: [{}],
    no: [
      { rev: 2 },
      { status: 'DENIED' },
      { deadline: at(0) },
      { decisions: { [accountKey(actor('bob'))]: decision('bob', 'approve') } },
    ],
  },
  {
    name: 'grant begins',
    write: id => requests.beginGrant(moved(id, 'beginGrant'), { endsBy: at(3 * hour), noted: true }),
    yes: [{ status: 'APPROVED' }, { status: 'GRANTING' }],
    no: [{}, { status: 'GRANTED' }, { status: 'REVOKING' }, { status: 'CANCELLED' }],
  },
  {
    name: 'activated',
    write: id => requests.activated(moved(id, 'activate'), at(0), { until: at(hour), warnAt: at(minute) }),
    yes: [{ status: 'GRANTING', endsBy: at(hour) }],
    no: [
      { status: 'GRANTING', endsBy: at(hour - 1) },
      { status: 'GRANTING' },
      { status: 'REVOKING', endsBy: at(hour) },
    ],
  },
  {
    name: 'end asked for',
    write: id => requests.askEnd(moved(id, 'askEnd'), { by: actor('alice'), at: at(0) }),
    yes: [{ status: 'GRANTED' }, { status: 'GRANTING' }, { status: 'GRANTED', wake: 'extend' }],
    no: [{}, { status: 'GRANTED', wake: 'end' }, { status: 'ENDED' }],
  },
  {
    name: 'extension asked for',
    write: id =>
      requests.askExtend(moved(id, 'askExtension'), {
        seenUntil: at(hour),
        notBefore: at(30 * second),
        endsBy: at(4 * hour),
        extension: { byMs: hour, to: at(2 * hour), by: actor('alice'), at: at(0) },
      }),
    yes: [{ status: 'GRANTED', until: at(hour) }],
    no: [
      { status: 'GRANTED', until: at(hour + 1) },
      { status: 'GRANTED', until: at(hour), wake: 'end' },
      { status: 'REVOKING', until: at(hour) },
    ],
  },
  {
    name: 'extended',
    write: id => requests.extended(moved(id, 'extend'), at(hour), { until: at(2 * hour), warnAt: at(hour) }),
    yes: [{ status: 'GRANTED', until: at(hour), wake: 'extend' }],
    no: [
      { status: 'GRANTED', until: at(hour), wake: 'end' },
      { status: 'GRANTED', until: at(hour) },
      { status: 'REVOKING', until: at(hour), wake: 'extend' },
      { status: 'GRANTED', until: at(hour + 1), wake: 'extend' },
    ],
  },
  {
    name: 'revoke begins',
    write: id => requests.beginRevoke(moved(id, 'beginRevoke'), { now, noted: true }),
    yes: [
      { status: 'GRANTING' },
      { status: 'REVOKING' },
      { status: 'STUCK' },
      { status: 'GRANTED', until: at(2 * second) },
      { status: 'GRANTED', until: at(hour), wake: 'end' },
    ],
    no: [
      {},
      { status: 'GRANTED', until: at(2 * second + 1) },
      { status: 'GRANTED', until: at(hour), wake: 'extend' },
      { status: 'ENDED' },
      { status: 'APPROVED' },
    ],
  },
  {
    name: 'forced revoke',
    write: id => requests.forceRevoke(moved(id, 'forceRevoke'), { noted: true }),
    yes: [
      { status: 'GRANTING' },
      { status: 'GRANTED', until: at(hour) },
      { status: 'REVOKING' },
      { status: 'STUCK' },
    ],
    no: [{}, { status: 'APPROVED' }, { status: 'ENDED' }],
  },
  {
    name: 'stuck',
    write: id => requests.stuck(moved(id, 'markStuck')),
    yes: [{ status: 'REVOKING' }],
    no: [{ status: 'GRANTED' }, { status: 'STUCK' }, { status: 'ENDED' }],
  },
  {
    name: 'ended',
    write: id => requests.ended(moved(id, 'end'), { at: at(0), outcome: undefined }),
    yes: [{ status: 'REVOKING' }, { status: 'STUCK' }],
    no: [{ status: 'GRANTED' }, { status: 'ENDED' }, { status: 'FAILED' }],
  },
  {
    name: 'closed before it was granted',
    write: id =>
      requests.closeUngranted({ ...moved(id, 'cancel'), from: ['PENDING'] }, { code: 'c', message: 'm' }),
    yes: [{}],
    no: [{ endsBy: at(hour) }, { status: 'APPROVED' }, { status: 'GRANTED' }, { status: 'DENIED' }],
  },
];
