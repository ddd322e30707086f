import { z } from 'zod';
import { block } from '@genkan/domain/canvas';
import { value } from '@genkan/domain/fields';
import { apiName, memberId, recordId, userTypeId, uuid } from '@genkan/domain/names';
import { criteria } from '@genkan/domain/criteria';

/** An opaque place in a portal's log: enciphered, of constant length, fresh each time. */
export const token = z.string().max(120);
export const cursor = z.strictObject({ ticket: z.string().max(400), token });

// ---- client -> server ----

/** With whose eyes staff look, perhaps as another user type, perhaps under a draft. The preview of him must have been started. */
export const eyes = z.strictObject({
  member: memberId.describe('With whose eyes: a preview of him must have been started'),
  userType: userTypeId.optional().describe('As if he were of this user type'),
  draft: uuid.optional().describe('As if this draft were applied'),
});

/**
 * Handshake: `socket.handshake.auth`. `subscriptions`: the modules held complete at the cursor. `preview`: nothing can be done on
 * this connection but look.
 */
export const hello = z.strictObject({
  protocol: z.int(),
  token: z.string().max(4096),
  cursor: cursor.optional(),
  subscriptions: z.array(apiName).max(50).optional(),
  preview: eyes.optional(),
});
/** `subscribe {module}`: every record of the module this member may see, and each change of it. */
export const subscribe = z.strictObject({ module: apiName });
export const unsubscribe = subscribe;
export const command = z.strictObject({ id: uuid, name: z.string().max(60), input: z.unknown() });
export const query = z.strictObject({
  name: z.enum([
    'records',
    'record',
    'count',
    'sum',
    'catalogue',
    'entries',
    'trace',
    'conversion-dry-run',
    'conversions-refused',
    'export-my-data',
    'access-answer',
    'consent-forms',
    'members',
    'user-types',
    'overview',
    'related-tabs',
    'who-could-see',
    'records-at',
    'field-history',
    'audit',
    'explain',
    'preview-records',
    'preview-ability',
    'previews',
    'draft-diff',
    'exposure',
    'schema',
    'user-type-schema',
    'user-type-history',
    'licence',
    'price',
  ]),
  input: z.unknown(),
});
export const recordsQuery = z.strictObject({
  module: apiName,
  where: criteria.optional(),
  orderBy: z
    .array(z.tuple([apiName, z.enum(['asc', 'desc'])]))
    .max(4)
    .default([]),
  cursor: z.string().max(2000).optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** Answered when every frame up to the head at receipt was sent to this socket. */
export const caughtUp = z.strictObject({});
export const caughtUpAnswer = z.strictObject({ token });
/** A name the client gives to one of its windows, to ask anew, close it, and know what is told of it. */
const windowName = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
/** The most records one window shows. */
export const mostInWindow = 500;
/**
 * A live list of a module that is not replicated: its first `limit` records by `where` and `orderBy`, as the read
 * `records` gives them, or those of `ids`. The same name again asks anew.
 */
export const windowAsked = z.strictObject({
  window: windowName,
  module: apiName,
  where: criteria.optional(),
  orderBy: recordsQuery.shape.orderBy,
  limit: z.int().min(1).max(mostInWindow).default(50),
  ids: z.array(recordId).min(1).max(mostInWindow).optional(),
});
export type WindowAsked = z.output<typeof windowAsked>;
export const windowClosed = z.strictObject({ window: windowName });

/** For staff who may watch the log: each entry as it happens, or no more. */
export const watchLog = z.strictObject({ on: z.boolean() });

/** Where one is at a record: the field looked at, the field being edited. */
export const place = z.strictObject({ viewing: apiName.optional(), editing: apiName.optional() });
export type Place = z.infer<typeof place>;
/**
 * What one tells of oneself at a record (`at` null: nothing, one is not there for others), and whether one is told who
 * else is there. Both null and false: one leaves.
 */
export const presence = z.strictObject({ module: apiName, id: recordId, at: place.nullable(), watch: z.boolean() });
/** A new access token in place of the one that runs out. */
export const renewal = z.strictObject({ token: z.string().max(4096) });

// ---- server -> client ----

export const view = z.strictObject({ id: recordId, layout: apiName, fields: z.record(apiName, value), may: z.int() });
export type WireView = z.infer<typeof view>;
const layout = { module: apiName, layout: apiName };
/**
 * A difference as sent. `patch` holds only what changed of what this member sees. The last three say at once what a
 * change of rights does to all records held of a layout; like all else they name only what may be seen from now on.
 */
export const change = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('put'), module: apiName, ...view.shape }),
  z.strictObject({
    op: z.literal('patch'),
    module: apiName,
    id: recordId,
    fields: z.record(apiName, value).optional(),
    may: z.int().optional(),
  }),
  z.strictObject({ op: z.literal('remove'), module: apiName, id: recordId }),
  /** Of every held record of the layout just these fields stay, in this order. */
  z.strictObject({ op: z.literal('keep-fields'), ...layout, fields: z.array(apiName) }),
  /** Every held record of the layout whose `may` is the first of a pair has the second, all pairs at the same time. */
  z.strictObject({ op: z.literal('recode'), ...layout, codes: z.array(z.tuple([z.int(), z.int()])) }),
  /** These held records gain `fields`: `values[f][n]` is `fields[f]` of `ids[n]`. `order`: all they hold now, in order. */
  z.strictObject({
    op: z.literal('column'),
    ...layout,
    order: z.array(apiName),
    fields: z.array(apiName),
    ids: z.array(recordId),
    values: z.array(z.array(value)),
  }),
]);
export type WireChange = z.infer<typeof change>;
/** A change of one record, named by its id. */
export type WireRecordChange = Extract<WireChange, { readonly id: string }>;

export const answer = z.discriminatedUnion('status', [
  z.strictObject({
    id: uuid,
    status: z.literal('applied'),
    replayed: z.boolean(),
    result: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    id: uuid,
    status: z.literal('rejected'),
    replayed: z.boolean(),
    code: z.string(),
    message: z.string(),
    issues: z.array(z.strictObject({ path: z.string(), message: z.string() })),
    conflicts: z.array(
      z.strictObject({ field: z.string(), base: z.unknown(), mine: z.unknown(), theirs: z.unknown() }),
    ),
  }),
]);
export type WireAnswer = z.infer<typeof answer>;

/**
 * Whole entries in log order, the net per record; answers to this sender's own commands come after their effects. The
 * token vouches: what is held of every complete module is the permitted query there. Null: a difference too large for
 * one frame goes on in the next, and until a token comes there is no place to resume from.
 */
export const frame = z.strictObject({ token: token.nullable(), changes: z.array(change), answers: z.array(answer) });
export type Frame = z.infer<typeof frame>;
/** A page of the first picture of a module; `more` false: complete at `token`. */
export const snapshot = z.strictObject({ module: apiName, rows: z.array(view), more: z.boolean(), token });
export type Snapshot = z.infer<typeof snapshot>;

/** As it is told: with all that may be left out when it is defined. */
export const canvasBlock = block.describe('A part of a canvas');

const fieldCard = z.strictObject({
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  maxLength: z.int().optional(),
  choices: z.array(z.string()).optional(),
  /** The target of a lookup, named only if the member reaches that module. */
  module: apiName.optional(),
});
/** What this member may do and see, as told: never why, and nothing of what is hidden. */
export const abilityCard = z.strictObject({
  kind: z.enum(['staff', 'portal-user']),
  /** How the portal writes: its name, money, language and time. */
  portal: z.strictObject({
    name: z.string(),
    currency: z.string(),
    locale: z.string(),
    zone: z.string(),
    /** Since the address changed: the one there is, and those that lead to it. */
    address: z.strictObject({ slug: z.string(), former: z.array(z.string()) }).optional(),
  }),
  userType: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  staffRights: z.array(z.string()),
  tabs: z.record(
    apiName,
    z.strictObject({
      label: z.string(),
      view: z.enum(['list', 'canvas']),
      /** Where records are shown as a canvas: the blocks of each layout that has one, in order; what one may not see is in none. */
      canvas: z.record(apiName, z.array(canvasBlock)).optional(),
      layouts: z.record(apiName, z.array(apiName)),
      fields: z.record(apiName, fieldCard),
      create: z.array(apiName).nullable(),
      /** Bit n of a view's `may` stands for rights[n]; the rights on a record are their union. */
      rights: z.array(
        z.strictObject({ edit: z.array(apiName), delete: z.boolean(), copy: z.boolean(), restore: z.boolean() }),
      ),
    }),
  ),
  commands: z.array(z.string()),
});
export type AbilityCard = z.infer<typeof abilityCard>;

export const welcome = z.strictObject({
  protocol: z.int(),
  portal: z.string(),
  member: z.strictObject({ id: memberId, record: z.strictObject({ module: apiName, id: recordId }).nullable() }),
  ticket: z.string(),
  resumed: z.boolean(),
  ability: abilityCard,
  limits: z.strictObject({ messageBytes: z.int(), commandsPerSecond: z.int(), subscriptions: z.int() }),
});
export type Welcome = z.infer<typeof welcome>;
/** The record one is tied to is another: a lead became a contact. Null: one may not see it. */
export const self = z.strictObject({ record: z.strictObject({ module: apiName, id: recordId }).nullable() });
/** The replica is void: forget what is held of `module` (null: of everything); a fresh snapshot follows. */
export const reset = z.strictObject({
  reason: z.enum(['cursor', 'retention', 'rights', 'behind']),
  module: apiName.nullable(),
});
/** Nothing of the module is sent, and it is not subscribed to: the sentence says what to do instead. */
export const refused = z.strictObject({ module: apiName, code: z.string(), message: z.string() });
/** All a window shows, in order, in the place of what it held: from now on frames tell what happens to these records. */
export const page = z.strictObject({ window: windowName, rows: z.array(view), total: z.int(), token });
export type WindowPage = z.infer<typeof page>;
/** After a change one may see: which records the window shows, how many there are, or their order may be other. Ask anew. */
export const listChanged = z.strictObject({ window: windowName });
/** The window is closed: under the present rights its question has no answer. */
export const windowRefused = z.strictObject({ window: windowName, code: z.string(), message: z.string() });
/** One command's commit, as staff who may watch the log see it: never a value. `member` null: the operator. */
export const entryCard = z.strictObject({
  sequence: z.int(),
  at: z.string(),
  member: memberId.nullable(),
  command: z.string(),
  outcome: z.string(),
  changes: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('record'),
        module: apiName,
        id: recordId,
        op: z.enum(['put', 'patch', 'remove']),
        fields: z.array(apiName),
      }),
      z.strictObject({ kind: z.literal('member'), id: z.string() }),
      z.strictObject({ kind: z.literal('setting'), part: z.string(), id: z.string() }),
    ]),
  ),
});
export type EntryCard = z.infer<typeof entryCard>;
/** Somebody one may know; `name` null: not by name. */
const other = z.strictObject({
  member: memberId,
  kind: z.enum(['staff', 'portal-user']),
  name: z.string().nullable(),
  at: place,
});
/** Everybody who is at the record now and whom one may know, in the place of whoever was told before. */
export const present = z.strictObject({ module: apiName, id: recordId, others: z.array(other) });
export type Present = z.infer<typeof present>;
export const bye = z.strictObject({ code: z.string(), message: z.string(), retryAfterMs: z.int().nullable() });
