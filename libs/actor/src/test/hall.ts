import type { Change, RecordChange } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Module } from '@genkan/domain/modules';
import type { RecordState } from '@genkan/domain/records';
import type { UserType } from '@genkan/domain/user-types';
import { MemoryLog } from '@genkan/log/memory-log';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import type { Answer } from '../answer.ts';
import { Directory } from '../directory.ts';
import type { Surroundings, Trouble } from '../surroundings.ts';

/** Ids that can be told apart in a failing test: the same number, the same id. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Who and what is in the portal of these tests. */
export const portal = id(1);
export const admin = id(10);
export const sales = id(11);
export const partner = id(12);
export const rival = id(13);
export const partnerType = id(20);
export const closedType = id(21);
export const [anna, ben] = [id(30), id(31)];
export const [agentA, agentB] = [id(40), id(41)];
export const [dealA, dealB, dealC] = [id(50), id(51), id(52)];

type Drawn = readonly [name: string, type: 'text' | 'integer' | 'lookup', more?: object];
const draw = (name: string, fields: readonly Drawn[], paths: Module['paths'] = {}): Module => ({
  name,
  label: name,
  custom: true,
  fields: Object.fromEntries(
    fields.map(([field, type, more]) => [
      field,
      { name: field, label: field, type, required: false, unique: false, ...more },
    ]),
  ),
  layouts: { Standard: { name: 'Standard', label: 'Standard', fields: fields.map(([field]) => field) } },
  paths,
});

export const modules: readonly Module[] = [
  draw('Contacts', [['Name', 'text']]),
  draw('Agents', [
    ['Name', 'text'],
    ['Manager', 'lookup', { module: 'Contacts' }],
  ]),
  draw(
    'Deals',
    [
      ['Name', 'text'],
      ['Amount', 'integer'],
      ['Secret', 'text'],
      ['Code', 'text', { unique: true }],
      ['Agent', 'lookup', { module: 'Agents' }],
    ],
    { 'Agent.Manager': { steps: ['Agent', 'Manager'], state: 'complete' } },
  ),
];

export const partnerSetup: UserType = {
  id: partnerType,
  name: 'Partners',
  base: 'Contacts',
  isDefault: true,
  tabs: {
    Agents: {
      layouts: { Standard: ['Name'] },
      view: 'list',
      criteria: null,
      reaches: [{ kind: 'related', path: 'Manager', own: [], edit: [], delete: false, copy: false }],
      create: null,
    },
    Deals: {
      layouts: { Standard: ['Name', 'Amount', 'Agent'] },
      view: 'list',
      criteria: { field: 'Amount', is: 'less', value: 1_000 },
      reaches: [
        {
          kind: 'related',
          path: 'Agent.Manager',
          own: [],
          edit: ['Name', 'Amount', 'Agent'],
          delete: true,
          copy: false,
        },
        { kind: 'created', edit: ['Name'], delete: false, copy: false },
      ],
      create: ['Name', 'Amount', 'Agent'],
    },
  },
};
const closed: UserType = { id: closedType, name: 'Closed', base: 'Contacts', isDefault: false, tabs: {} };

export const record = (
  module: string,
  of: string,
  fields: RecordState['fields'],
  keys: readonly string[] = [],
): RecordState => ({
  id: of,
  module,
  layout: 'Standard',
  fields,
  createdBy: admin,
  owner: null,
  deleted: false,
  restricted: false,
  keys,
});

export const records: readonly RecordState[] = [
  record('Contacts', anna, { Name: 'Anna' }),
  record('Contacts', ben, { Name: 'Ben' }),
  record('Agents', agentA, { Name: 'A', Manager: anna }, [`Manager:${anna}`]),
  record('Agents', agentB, { Name: 'B', Manager: ben }, [`Manager:${ben}`]),
  record('Deals', dealA, { Name: 'One', Amount: 1, Secret: 's', Agent: agentA }, [
    `Agent.Manager:${anna}`,
    `Agent:${agentA}`,
  ]),
  record('Deals', dealB, { Name: 'Two', Amount: 2, Secret: 't', Agent: agentB }, [
    `Agent.Manager:${ben}`,
    `Agent:${agentB}`,
  ]),
  record('Deals', dealC, { Name: 'Three', Amount: 3, Secret: 'u', Agent: agentA }, [
    `Agent.Manager:${anna}`,
    `Agent:${agentA}`,
  ]),
];

const staff = (of: string, roles: readonly ['administrator'] | readonly ['sales']): Member => ({
  kind: 'staff',
  id: of,
  email: `${of}@example.com`,
  status: 'active',
  sessionsEnded: 0,
  name: 'Staff',
  roles: [...roles],
});
const user = (of: string, tied: string): Member => ({
  kind: 'portal-user',
  id: of,
  email: `${of}@example.net`,
  status: 'active',
  sessionsEnded: 0,
  userType: partnerType,
  record: tied,
  module: 'Contacts',
  inviter: admin,
});

export const created = (after: RecordState): RecordChange => ({ kind: 'record', before: null, after });
const settled = (part: 'module' | 'user-type', of: string, after: Module | UserType): Change => ({
  kind: 'setting',
  part,
  id: of,
  before: null,
  after,
});
const members: readonly Member[] = [
  staff(admin, ['administrator']),
  staff(sales, ['sales']),
  user(partner, anna),
  user(rival, ben),
];

export const ground = (more: readonly Change[] = []): readonly Change[] => [
  ...modules.map((module) => settled('module', module.name, module)),
  settled('user-type', partnerType, partnerSetup),
  settled('user-type', closedType, closed),
  ...members.map((after): Change => ({ kind: 'member', before: null, after })),
  ...records.map(created),
  ...more,
];

/** Entry 1: the portal as the tests find it. */
export async function found(log: PortalLog, of: string = portal, more: readonly Change[] = []): Promise<void> {
  const at = '2026-01-01T00:00:00.000Z';
  const common = { commandId: id(2), member: null, command: 'create-portal', at, outcome: 'applied' } as const;
  const entry: Entry = { portal: of, sequence: 1, ...common, changes: ground(more) };
  const appended = await log.append({ portal: of, head: 0, entries: [entry], receipts: [] });
  if (appended !== 'committed') throw new Error(`not founded: ${JSON.stringify(appended)}`);
}

export type Node = {
  readonly directory: Directory;
  readonly troubles: Trouble[];
  readonly committed: Entry[];
  readonly around: Surroundings;
  send(member: string | null, name: string, input: unknown, commandId?: string, of?: string): Promise<Answer>;
};

let commandIds = 1_000_000;
export const commandId = (): string => id((commandIds += 1));

/** One node over a log; several over one log are several nodes. */
export function node(log: PortalLog, more: Partial<Surroundings> = {}): Node {
  const troubles: Trouble[] = [];
  const committed: Entry[] = [];
  const around: Surroundings = {
    log,
    hints: { committed: () => undefined },
    clock: () => Date.parse('2026-02-01T00:00:00.000Z'),
    elapsed: () => 0,
    newId: () => crypto.randomUUID(),
    chance: () => 0.5,
    sleep: () => new Promise((resume) => setImmediate(resume)),
    soon: (begin) => void setImmediate(begin),
    onCommitted: (_portal, entries) => void committed.push(...entries),
    onTrouble: (trouble) => void troubles.push(trouble),
    ...more,
  };
  const directory = new Directory(around);
  return {
    directory,
    troubles,
    committed,
    around,
    send: (member, name, input, of = commandId(), to = portal) =>
      directory.execute({ portal: to, member, commandId: of, name, input }),
  };
}

export const update = (of: string, set: object, more: object = {}): object => ({
  module: 'Deals',
  id: of,
  set,
  ...more,
});

/** A log with the company in it, and one node over it. */
export const start = async () => {
  const log = new MemoryLog();
  await found(log);
  return { log, here: node(log) };
};
export const sequences = async (log: PortalLog): Promise<number[]> =>
  (await log.entries(portal, 0, 1_000)).map((entry) => entry.sequence);
export const deal = async (log: PortalLog, of: string) =>
  (await log.gather(portal, [{ ask: 'record', module: 'Deals', id: of }])).known.record('Deals', of);
export const code = (answer: Answer): string => (answer.status === 'applied' ? 'applied' : answer.code);
