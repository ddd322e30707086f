import { expect } from '@jest/globals';
import fc from 'fast-check';
import { anyFieldsOf, anyUserType, recordIds, type World } from '@genkan/access/test/arbitraries';
import type { Change } from '@genkan/domain/changes';
import type { PortalUser } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import type { UserType } from '@genkan/domain/user-types';
import { MemoryLog } from '@genkan/log/memory-log';
import type { PortalLog } from '@genkan/log/portal-log';
import { History } from './history.ts';
import { slowLog, turns } from './slow-log.ts';
import { Stage, type Client, type Staging } from './stage.ts';

const modules = ['Contacts', 'Agents', 'Deals'] as const;
type Kind = (typeof modules)[number];

/** What may happen to a portal and to its clients. */
type Happening =
  | {
      do: 'record';
      module: Kind;
      nth: number;
      fields: RecordState['fields'];
      layout: string;
      deleted: boolean;
      restricted: boolean;
    }
  | { do: 'type'; type: UserType }
  | { do: 'regrant'; type: number; module: Kind; layout: string; field: string; delete: boolean }
  | { do: 'move'; member: number; type: number; record: number }
  | { do: 'suspend'; on: boolean; nth: number }
  | { do: 'label'; module: Kind; label: string }
  | { do: 'breathe'; turns: number }
  | { do: 'pause' | 'resume' | 'drop' | 'come-back' | 'settle' | 'resubscribe'; client: number };

const anyChange: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...modules).chain((module) =>
      fc.record({
        do: fc.constant('record' as const),
        module: fc.constant(module),
        nth: fc.nat({ max: 3 }),
        fields: anyFieldsOf(module),
        layout: fc.constantFrom('Standard', 'Standard', 'Short', 'Gone'),
        deleted: fc.constantFrom(false, false, false, true),
        restricted: fc.constantFrom(false, false, false, true),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .nat({ max: 1 })
      .chain(anyUserType)
      .map((type) => ({ do: 'type' as const, type })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...modules).chain((module) =>
      fc.record({
        do: fc.constant('regrant' as const),
        type: fc.nat({ max: 1 }),
        module: fc.constant(module),
        layout: fc.constantFrom('Standard', 'Short'),
        field: anyFieldsOf(module).chain((fields) => fc.constantFrom(...Object.keys(fields))),
        delete: fc.boolean(),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      member: fc.nat({ max: 2 }),
      type: fc.nat({ max: 1 }),
      record: fc.nat({ max: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('breathe' as const), turns: fc.integer({ min: 1, max: 6 }) }) },
  fc.record({ do: fc.constant('suspend' as const), on: fc.boolean(), nth: fc.nat({ max: 2 }) }),
  fc.record({
    do: fc.constant('label' as const),
    module: fc.constantFrom(...modules),
    label: fc.constantFrom('A', 'B'),
  }),
);
const anyTurn: fc.Arbitrary<Happening> = fc.record({
  do: fc.constantFrom('pause' as const, 'resume', 'drop', 'come-back', 'settle', 'resubscribe'),
  client: fc.nat({ max: 3 }),
});
/** Up to forty things that happen to a portal and its clients, in any order. */
export const anyHistory = fc.array(fc.oneof({ weight: 3, arbitrary: anyChange }, { weight: 2, arbitrary: anyTurn }), {
  minLength: 1,
  maxLength: 40,
});

async function change(history: History, happening: Happening): Promise<void> {
  const { portal, records, members } = history.now;
  switch (happening.do) {
    case 'record': {
      const id = recordIds(happening.module)[happening.nth]!;
      const { fields, layout, deleted, restricted, module } = happening;
      const fresh = { id, module, createdBy: [...members.keys()][happening.nth % 3]!, owner: null, keys: [] };
      await history.put([{ ...(records.get(id) ?? fresh), fields, layout, deleted, restricted }]);
      return;
    }
    case 'type': {
      const { type } = happening;
      await history.write([setting('user-type', type.id, portal.userTypes[type.id] ?? null, type)]);
      return;
    }
    case 'regrant': {
      const before = Object.values(portal.userTypes)[happening.type]!;
      await history.write([setting('user-type', before.id, before, regranted(before, happening))]);
      return;
    }
    case 'move': {
      const before = [...members.values()][happening.member] as PortalUser;
      const userType = Object.keys(portal.userTypes)[happening.type]!;
      await history.write([
        { kind: 'member', before, after: { ...before, userType, record: recordIds('Contacts')[happening.record]! } },
      ]);
      return;
    }
    case 'breathe':
      return turns(happening.turns);
    case 'suspend': {
      const value = { module: 'Deals', key: `Owner:${recordIds('Contacts')[happening.nth]}` };
      await history.write([setting('suspension', 't', portal.suspensions['t'] ?? null, happening.on ? value : null)]);
      return;
    }
    case 'label': {
      const before = portal.modules[happening.module]!;
      await history.write([setting('module', before.name, before, { ...before, label: happening.label })]);
      return;
    }
  }
}

/** One field of a layout comes or goes, everybody reaches the module, and may perhaps delete there. */
function regranted(type: UserType, { module, layout, field, ...on }: Extract<Happening, { do: 'regrant' }>): UserType {
  const tab = type.tabs[module];
  const granted = tab?.layouts[layout] ?? [];
  const fields = granted.includes(field) ? granted.filter((name) => name !== field) : [...granted, field];
  const reach = { kind: 'all' as const, edit: [], delete: on.delete, copy: false };
  const rest = { view: 'list' as const, criteria: null, create: null, ...tab };
  return {
    ...type,
    tabs: { ...type.tabs, [module]: { ...rest, layouts: { ...tab?.layouts, [layout]: fields }, reaches: [reach] } },
  };
}

const setting = (
  part: 'user-type' | 'suspension' | 'module',
  id: string,
  before: never | object | null,
  after: object | null,
): Change => ({ kind: 'setting', part, id, before, after }) as Change;

/** Asks for a module; a refusal is known after this, anything else may take until the client reads. */
async function subscribe({ broadcaster }: Stage, { replica, session }: Client, module: string): Promise<void> {
  void broadcaster.subscribe(session, module).then((outcome) => outcome === 'not-found' && replica.drop(module));
  await Promise.resolve();
}

/** Plays it, with four strict clients; at the end all of them hold the present. */
export async function play(
  world: World,
  happenings: readonly Happening[],
  staging: Staging,
  { log = new MemoryLog(), slow = false }: { readonly log?: PortalLog; readonly slow?: boolean } = {},
): Promise<void> {
  const history = await History.of(world, log);
  const stage = await Stage.open(history, { ...staging, ...(slow && { log: slowLog(history.log) }) });
  const members = world.members.slice(0, 4).map(({ id }) => id);
  const clients: Client[] = members.map((member) => stage.join(member, modules));
  for (const happening of happenings) {
    if (!('client' in happening)) {
      await change(history, happening);
      stage.tail.wake(history.head);
      continue;
    }
    const { replica, session } = clients[happening.client]!;
    const away = session.closing;
    if (happening.do === 'pause') replica.pause();
    if (happening.do === 'resume') replica.resume();
    if (happening.do === 'settle' && !away) {
      replica.resume();
      await stage.settled({ replica, session });
    }
    if (happening.do === 'resubscribe' && !away && replica.held.has('Deals')) {
      stage.broadcaster.unsubscribe(session, 'Deals');
      replica.resume();
      replica.drop('Deals');
      replica.want('Deals');
      await subscribe(stage, { replica, session }, 'Deals');
    }
    if (happening.do === 'drop' && !away) {
      replica.resume();
      stage.broadcaster.close(session);
    }
    if (happening.do === 'come-back' && away) {
      const back = replica.cursor ? stage.join(replica.member, modules, replica) : stage.join(replica.member, modules);
      for (const module of modules) {
        if (back.replica.held.has(module)) continue;
        back.replica.want(module);
        await subscribe(stage, back, module);
      }
      clients[happening.client] = back;
    }
  }
  for (const { replica } of clients) replica.resume();
  const here = clients.filter(({ session }) => !session.closing);
  await stage.settled(...here);
  for (const { replica } of here) replica.resume(); // what was written last is read
  await stage.close();
  expect(stage.troubles).toEqual([]);
  for (const { replica } of clients) replica.expectRight();
  for (const { replica } of here) replica.expectCurrent();
}
