import { z } from 'zod';
import { value } from '@genkan/domain/fields';
import { apiName, memberId, recordId, uuid } from '@genkan/domain/names';
import { criteria } from '@genkan/domain/criteria';

/** An opaque place in a portal's log: enciphered, of constant length, fresh each time. */
export const token = z.string().max(120);
export const cursor = z.strictObject({ ticket: z.string().max(400), token });

// ---- client -> server ----

/** Handshake: `socket.handshake.auth`. `subscriptions`: the modules held complete at the cursor. */
export const hello = z.strictObject({
  protocol: z.int(),
  token: z.string().max(4096),
  cursor: cursor.optional(),
  subscriptions: z.array(apiName).max(50).optional(),
});
/** `subscribe {module}`: every record of the module this member may see, and each change of it. */
export const subscribe = z.strictObject({ module: apiName });
export const unsubscribe = subscribe;
export const command = z.strictObject({ id: uuid, name: z.string().max(60), input: z.unknown() });
export const query = z.strictObject({
  name: z.enum(['records', 'record', 'count', 'sum', 'catalogue']),
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
/** A new access token in place of the one that runs out. */
export const renewal = z.strictObject({ token: z.string().max(4096) });

// ---- server -> client ----

export const view = z.strictObject({ id: recordId, layout: apiName, fields: z.record(apiName, value), may: z.int() });
export type WireView = z.infer<typeof view>;
/** A difference as sent. `patch` holds only what changed of what this member sees. */
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
]);
export type WireChange = z.infer<typeof change>;

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
  userType: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  staffRights: z.array(z.string()),
  tabs: z.record(
    apiName,
    z.strictObject({
      label: z.string(),
      view: z.enum(['list', 'canvas']),
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
/** The replica is void: forget what is held of `module` (null: of everything); a fresh snapshot follows. */
export const reset = z.strictObject({
  reason: z.enum(['cursor', 'retention', 'rights', 'behind']),
  module: apiName.nullable(),
});
/** Nothing of the module is sent, and it is not subscribed to: the sentence says what to do instead. */
export const refused = z.strictObject({ module: apiName, code: z.string(), message: z.string() });
export const bye = z.strictObject({ code: z.string(), message: z.string(), retryAfterMs: z.int().nullable() });
