import { describe, expect, test } from '@jest/globals';
import { MemoryLog } from '@genkan/log/memory-log';
import type { Answer } from './answer.ts';
import { admin, code, commandId, found, node, portal, sales } from './test/hall.ts';

const company = (name: string): object => ({
  company: name,
  name,
  plan: 'whole',
  administrator: { email: 'first@example.com', name: 'First' },
});
const portalOf = (answer: Answer): string => (answer.status === 'applied' ? String(answer.result['portal']) : '');

describe('founding', () => {
  test('[AC21] the operator founds a portal, and its administrator can act in it', async () => {
    const log = new MemoryLog();
    const here = node(log);
    const answer = await here.send(null, 'create-portal', company('North'));
    expect(answer).toMatchObject({ status: 'applied', sequence: 1 });
    const made = portalOf(answer);
    expect(await log.entries(made, 0, 10)).toMatchObject([{ sequence: 1, command: 'create-portal', member: null }]);
    expect((await log.settings(made))?.portal.profile.name).toBe('North');
    const first = answer.status === 'applied' ? String(answer.result['member']) : '';
    const create = { module: 'Accounts', fields: { Name: 'One' } };
    expect(code(await here.send(first, 'create-record', create, commandId(), made))).toBe('applied');
  });

  test('[AC21] [law 1] a repeat founds nothing twice, on any node', async () => {
    const log = new MemoryLog();
    const of = commandId();
    const send = () => node(log).send(null, 'create-portal', company('North'), of);
    const first = await send();
    expect(await send()).toEqual({ ...first, replayed: true });
    const twins = commandId();
    const here = node(log);
    const both = await Promise.all([1, 2].map(() => here.send(null, 'create-portal', company('South'), twins)));
    expect(new Set(both.map(portalOf)).size).toBe(1);
  });

  test('[AC21] a name that is taken founds nothing, also when two ask at once, and leaves nothing', async () => {
    const log = new MemoryLog();
    const ids = [commandId(), commandId()];
    const answers = await Promise.all(ids.map((of) => node(log).send(null, 'create-portal', company('North'), of)));
    expect(answers.map(code).sort()).toEqual(['applied', 'name-taken']);
    const refused = ids[answers.findIndex((answer) => code(answer) === 'name-taken')] ?? '';
    expect(await node(log).send(null, 'create-portal', company('West'), refused)).toMatchObject({
      status: 'applied',
      replayed: false,
    });
  });

  test('[SEC-12] staff found portals only with the right to', async () => {
    const log = new MemoryLog();
    await found(log);
    const here = node(log);
    expect(code(await here.send(sales, 'create-portal', company('North')))).toBe('forbidden');
    expect(code(await here.send(commandId(), 'create-portal', company('North')))).toBe('unauthenticated');
    const answer = await here.send(admin, 'create-portal', company('North'));
    expect(code(answer)).toBe('applied');
    expect(portalOf(answer)).not.toBe(portal);
    expect(await log.head(portal)).toBe(1);
  });
});
