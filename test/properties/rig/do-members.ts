import { randomUUID } from 'node:crypto';
import { applied, one, portalUsers, targetsOf, type Doing } from './doing.ts';
import { fresh } from './ground.ts';

export const addMember: Doing = async (world, { a, b }) => {
  const type = one(Object.values(world.now.userTypes), a);
  const record = type && one(targetsOf(world, type.base), b);
  if (!type || !record) return false;
  const input = { userType: type.id, record: record.id, email: `${fresh()}@kunden.test` };
  const made = await world.send(world.administrator, { name: 'add-member', input });
  if (applied(made.code)) await world.connect(String(made.result['member']));
  return applied(made.code);
};

export const moveMember: Doing = async (world, { a, b }) => {
  const member = one(portalUsers(world), a);
  const others = Object.values(world.now.userTypes).filter(
    ({ id, base }) => id !== member?.userType && base === member?.module,
  );
  const to = one(others, b);
  if (!member || !to) return false;
  return applied(
    (await world.send(world.administrator, { name: 'move-member', input: { member: member.id, userType: to.id } }))
      .code,
  );
};

/** Many in one command, some of whom cannot be moved: other bases, nobody, one twice. */
export const moveMembers: Doing = async (world, { a, b, c }) => {
  const to = one(Object.values(world.now.userTypes), a);
  const all = portalUsers(world).map(({ id }) => id);
  const some = all.filter((_, at) => (b + at) % 3 > 0);
  const members = [...some, ...(c % 3 === 0 ? [randomUUID()] : []), ...(c % 4 === 0 ? some.slice(0, 1) : [])];
  if (!to || members.length === 0) return false;
  const input = { members, userType: to.id };
  const done = await world.send(world.administrator, { name: 'move-members', input });
  return (
    applied(done.code) && (done.result['rows'] as readonly { outcome: string }[]).some((row) => row.outcome === 'moved')
  );
};

export const ending =
  (name: 'deactivate-member' | 'remove-member' | 'end-sessions'): Doing =>
  async (world, { a }) => {
    const member = one(portalUsers(world), a);
    if (!member || (name === 'remove-member' && portalUsers(world).length < 5)) return false;
    const { watch } = world.person(member.id);
    if (watch) watch.mayEnd = true;
    const { code } = await world.send(world.administrator, { name, input: { member: member.id } });
    world.signedOut(member.id);
    return applied(code);
  };

/** If nobody is inactive, somebody becomes it first. */
export const reactivate: Doing = async (world, picks) => {
  if (portalUsers(world, 'inactive').length === 0) await ending('deactivate-member')(world, picks);
  const member = one(portalUsers(world, 'inactive'), picks.a);
  if (!member) return false;
  const { code } = await world.send(world.administrator, { name: 'reactivate-member', input: { member: member.id } });
  if (applied(code)) await world.connect(member.id);
  return applied(code);
};
