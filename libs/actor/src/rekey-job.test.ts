import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Change } from '@genkan/domain/changes';
import { MemoryLog } from '@genkan/log/memory-log';
import type { Answer } from './answer.ts';
import { PortalActor } from './portal-actor.ts';
import { reKey } from './rekey-job.ts';
import {
  admin,
  agentA,
  anna,
  ben,
  code,
  commandId,
  created,
  found,
  id,
  node,
  partner,
  portal,
  record,
  rival,
  update,
} from './test/hall.ts';

const many = Array.from({ length: 1_200 }, (_, n) => id(10_000 + n));
const deals = many.map((of): Change =>
  created(
    record('Deals', of, { Name: 'Deal', Amount: 1, Agent: agentA }, [`Agent.Manager:${anna}`, `Agent:${agentA}`]),
  ),
);
const moveTo = (manager: string | null): object => ({ module: 'Agents', id: agentA, set: { Manager: manager } });

let log: MemoryLog;
let send: (member: string | null, name: string, input: unknown) => Promise<Answer>;
/** The different lists of keys that the many deals have. */
const keysOfAll = async (): Promise<ReadonlySet<string>> => {
  const { known } = await log.gather(
    portal,
    many.map((of) => ({ ask: 'record', module: 'Deals', id: of })),
  );
  return new Set(many.map((of) => known.record('Deals', of)?.keys.join(' ') ?? ''));
};
const suspended = async (): Promise<readonly string[]> =>
  Object.values((await log.settings(portal))?.portal.suspensions ?? {})
    .map(({ module, key }) => `${module} ${key}`)
    .sort();
const whoMayWrite = async (): Promise<readonly string[]> =>
  (
    await Promise.all(
      [partner, rival].map((member) => send(member, 'update-record', update(many[0] ?? '', { Amount: 7 }))),
    )
  ).map(code);

beforeEach(async () => {
  log = new MemoryLog();
  await found(log, portal, deals);
  const actor = new PortalActor(portal, node(log).around);
  send = (member, name, input) => actor.execute({ portal, member, commandId: commandId(), name, input });
});
const run = (name: string, input: unknown): Promise<Answer> => send(null, name, input);

describe('more behind a lookup than one entry holds', () => {
  test('[AC25] its old and its new key are suspended by one small entry, and nobody meets what lies behind', async () => {
    expect(await whoMayWrite()).toEqual(['applied', 'not-found']);
    const moved = await send(admin, 'update-record', moveTo(ben));
    const [entry] = await log.entries(portal, (moved.sequence ?? 0) - 1, 1);
    expect(entry?.changes.map((change) => change.kind)).toEqual(['record', 'setting', 'setting']);
    expect(await suspended()).toEqual([`Deals Agent.Manager:${anna}`, `Deals Agent.Manager:${ben}`].sort());
    expect(await whoMayWrite()).toEqual(['not-found', 'not-found']);
  });

  test('[AC25] the job re-keys in batches of 500 and lifts the suspension, and a second run writes nothing', async () => {
    await send(admin, 'update-record', moveTo(ben));
    const before = await log.head(portal);
    await reKey(portal, { log, run });
    const entries = await log.entries(portal, before, 100);
    expect(entries.map((entry) => entry.changes.length)).toEqual([500, 500, 202, 1, 1]); // with the two deals of the ground
    expect(await keysOfAll()).toEqual(new Set([`Agent.Manager:${ben} Agent:${agentA}`]));
    expect(await suspended()).toEqual([]);
    expect(await whoMayWrite()).toEqual(['not-found', 'applied']);
    const head = await log.head(portal);
    await reKey(portal, { log, run });
    expect(await log.head(portal)).toBe(head);
  });

  test('[AC25] a job that broke off is begun again and ends the same', async () => {
    await send(admin, 'update-record', moveTo(ben));
    let batches = 0;
    const broken = (name: string, input: unknown): Promise<Answer> =>
      (batches += 1) > 2 ? Promise.reject(new Error('killed')) : run(name, input);
    await expect(reKey(portal, { log, run: broken })).rejects.toThrow('killed');
    expect(await suspended()).toHaveLength(2);
    await reKey(portal, { log, run });
    expect(await keysOfAll()).toEqual(new Set([`Agent.Manager:${ben} Agent:${agentA}`]));
    expect(await suspended()).toEqual([]);
  });

  test('[AC25] a move back while the job runs leaves no record with the key of between', async () => {
    await send(admin, 'update-record', moveTo(ben));
    let batches = 0;
    const interrupted = async (name: string, input: unknown): Promise<Answer> => {
      const answer = await run(name, input);
      if ((batches += 1) === 2) await send(admin, 'update-record', moveTo(anna));
      return answer;
    };
    await reKey(portal, { log, run: interrupted });
    expect(await suspended()).toHaveLength(2); // those of the second move
    await reKey(portal, { log, run });
    expect(await keysOfAll()).toEqual(new Set([`Agent.Manager:${anna} Agent:${agentA}`]));
    expect(await suspended()).toEqual([]);
    expect(await whoMayWrite()).toEqual(['applied', 'not-found']);
  });

  test('[AC25] deleting and restoring what so many refer to ends as it began', async () => {
    const before = await keysOfAll();
    await send(admin, 'delete-record', { module: 'Agents', id: agentA });
    await reKey(portal, { log, run });
    expect(await keysOfAll()).toEqual(new Set([`~Agent:${agentA}`]));
    await send(admin, 'restore-record', { module: 'Agents', id: agentA });
    await reKey(portal, { log, run });
    expect(await keysOfAll()).toEqual(before);
    expect(await suspended()).toEqual([]);
  });
});

test('[AC26] the directory begins the job by itself, and a declared path is filled and completed', async () => {
  const here = node(log);
  const settled = async (): Promise<void> => {
    for (let turns = 0; turns < 10_000; turns += 1) {
      const settings = await log.settings(portal);
      const paths = settings?.portal.modules['Deals']?.paths ?? {};
      const isBuilding = Object.values(paths).some(({ state }) => state === 'building');
      if (!isBuilding && Object.keys(settings?.portal.suspensions ?? {}).length === 0) return;
      await new Promise((turnOver) => setImmediate(turnOver));
    }
    throw new Error('The job does not end.');
  };
  await here.send(admin, 'update-record', moveTo(ben));
  await settled();
  expect(await keysOfAll()).toEqual(new Set([`Agent.Manager:${ben} Agent:${agentA}`]));
  const field = { name: 'Boss', label: 'Boss', type: 'lookup', module: 'Contacts' };
  await here.send(admin, 'define-field', { module: 'Contacts', field });
  await here.send(admin, 'update-record', { module: 'Contacts', id: ben, set: { Boss: anna } });
  expect(code(await here.send(admin, 'define-path', { module: 'Agents', steps: ['Manager', 'Boss'] }))).toBe('applied');
  expect(code(await here.send(admin, 'define-path', { module: 'Deals', steps: ['Agent', 'Manager', 'Boss'] }))).toBe(
    'applied',
  );
  await settled();
  expect(await keysOfAll()).toEqual(new Set([`Agent.Manager.Boss:${anna} Agent.Manager:${ben} Agent:${agentA}`]));
  expect((await log.settings(portal))?.portal.modules['Deals']?.paths['Agent.Manager.Boss']?.state).toBe('complete');
  expect(here.troubles).toEqual([]);
});
