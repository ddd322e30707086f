import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanTerms } from '../../licence.ts';
import { decidedChanges } from '../../events.ts';
import { memberAdded } from '../../events/members.ts';
import { planTerms } from '../../licence.ts';
import { planNamed, planProfiles } from '../../plan-profiles.ts';
import { priceOf } from '../../seat-prices.ts';
import { Gathered } from '../../test/gathered.ts';
import { id, World } from '../../test/world.ts';

const enterprise = planNamed('Enterprise')!;

function given(plan = 'enterprise') {
  const world = new World();
  const administrator = { email: 'admin@example.com', name: 'Admin' };
  const founded = world.run(world.operator, 'create-portal', { company: 'Acme', plan, administrator });
  const admin = world.staff();
  const run = (name: string, input: object) => world.run(admin, name, input);
  const standard = Object.keys(world.portal.userTypes)[0]!;
  const contact = world.record('Contacts', { Name: 'Kei' }).id;
  let people = 0;
  const add = (userType = standard) =>
    run('add-member', { userType, record: contact, email: `p${(people += 1)}@kunde.de` });
  const type = (name: string) => run('create-user-type', { name, base: 'Contacts' });
  return { world, founded, run, add, type, standard };
}

describe('what seats cost', () => {
  test.each([
    [0, 0],
    [1, 600],
    [50, 600],
    [51, 612],
    [84, 1008],
    [99, 1188],
    [100, 1000],
    [101, 1010],
    [500, 5000],
  ])('[S0-19, S0-20, S0-21, S0-22] [DM190] %i seats cost %i dollars a month', (seats, dollars) => {
    expect(priceOf(enterprise, seats).price).toBe(dollars * 100);
  });

  test('[X-2] [DM191] who would pay less for more is told, and pays no more than that with the guard', () => {
    const offered = Array.from({ length: 120 }, (_, n) => n).filter((n) => priceOf(enterprise, n).offer !== null);
    expect([offered[0], offered.at(-1), offered.length]).toEqual([84, 99, 16]);
    expect(priceOf(enterprise, 84).offer).toEqual({ seats: 100, price: 100_000 });
    const guarded = { ...enterprise, cliffGuard: true };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 500 }), (n, more) => {
        expect(priceOf(guarded, n).price).toBeLessThanOrEqual(priceOf(guarded, n + more).price);
      }),
    );
  });

  test('[X-2] [R-4] [DM192] tiers that overlap, leave a gap or do not end are refused when they are loaded', () => {
    const judged = (tiers: PlanTerms['tiers']) => planTerms.safeParse({ ...enterprise, tiers }).success;
    const tier = (from: number, to: number | null) => ({ from, to, price: 1, per: 'seat' }) as const;
    expect(judged([tier(1, 100), tier(100, null)])).toBe(false);
    expect(judged([tier(1, 50), tier(52, null)])).toBe(false);
    expect(judged([tier(1, 50), tier(51, 99)])).toBe(false);
    expect(judged([tier(2, null)])).toBe(false);
    expect(judged([tier(1, null), tier(5, null)])).toBe(false);
    expect(judged([tier(1, 99), tier(100, null)])).toBe(true);
    expect([...planProfiles.keys()]).toEqual(['free', 'standard', 'professional', 'enterprise', 'generous', 'whole']);
  });
});

describe('what a plan allows', () => {
  test.each(['Free', 'Standard', 'Professional'])('[S0-10] [DM193] %s has no portal', (plan) => {
    expect(given(plan).founded.code).toBe('limit-reached');
  });

  test('[S0-12, S0-15] [X-16] [DM194] additional types need seats, and there are five in all', () => {
    const { type, run } = given();
    expect(type('A').rejected?.message).toMatch(/Purchase seats/);
    run('buy-seats', { seats: 1 });
    expect(['A', 'B', 'C', 'D', 'E'].map((name) => type(name).code)).toEqual([
      ...['applied', 'applied', 'applied', 'applied'],
      'limit-reached',
    ]);
  });

  test('[S0-16, S0-29] [X-1] [DM195] beyond the free users of the default type the sentence says contact or purchase', () => {
    const { run, add } = given();
    run('set-plan', { plan: 'enterprise', terms: { freeUsers: 1 } });
    expect([add().code, add().code]).toEqual(['applied', 'limit-reached']);
    expect(add().rejected?.message).toMatch(/Contact us/);
    run('set-plan', { plan: 'enterprise', terms: { freeUsers: 1, overLimit: 'purchase' } });
    expect(add().rejected?.message).toMatch(/Purchase/);
  });

  test('[S0-17, S0-18] [X-20] [DM196] additional types share one pool; the default type draws on it where the plan says so', () => {
    const { run, add, type } = given();
    run('set-plan', {
      plan: 'enterprise',
      terms: { freeUsers: 1, tiers: [{ from: 1, to: null, price: 1, per: 'seat' }] },
    });
    run('buy-seats', { seats: 3 });
    const [a, b] = ['A', 'B'].map((name) => String(type(name).result['userType']));
    expect([a, b, undefined, undefined].map((one) => add(one).code)).toEqual([
      ...['applied', 'applied', 'applied', 'limit-reached'],
    ]);
    run('set-plan', {
      plan: 'enterprise',
      terms: { freeUsers: 1, poolForDefault: true, tiers: [{ from: 1, to: null, price: 1, per: 'seat' }] },
    });
    expect([add().code, add(a).code]).toEqual(['applied', 'limit-reached']);
  });

  test('[S0-90, S0-92] [DM197] who is switched off keeps the seat, who is removed frees it', () => {
    const { run, add } = given();
    run('set-plan', { plan: 'enterprise', terms: { freeUsers: 1 } });
    const member = add().result['member'];
    run('deactivate-member', { member });
    expect(add().code).toBe('limit-reached');
    run('remove-member', { member });
    expect(add().code).toBe('applied');
  });

  test('[R-4] [DM198] under a smaller plan what stands stays, and may move; what is new is refused', () => {
    const { world, run, add, type, standard } = given('whole');
    const [a, b] = ['A', 'B'].map((name) => String(type(name).result['userType']));
    const [first] = [add(a), add(a), add()].map((one) => one.result['member']);
    run('set-plan', { plan: 'enterprise' });
    expect(Object.keys(world.portal.userTypes)).toHaveLength(3);
    expect([add(a).code, type('C').code]).toEqual(['limit-reached', 'limit-reached']);
    expect(run('move-member', { member: first, userType: b }).code).toBe('applied');
    expect(run('move-member', { member: first, userType: standard }).code).toBe('applied');
    expect(run('move-member', { member: first, userType: b }).code).toBe('limit-reached');
    run('set-plan', { plan: 'free' });
    expect(add().code).toBe('limit-reached');
  });

  test('[S0-17] [DM220] seats are judged on the facts alone, whichever command they are of', () => {
    const { world, run, type } = given();
    run('set-plan', { plan: 'enterprise', terms: { tiers: [{ from: 1, to: null, price: 1, per: 'seat' }] } });
    run('buy-seats', { seats: 2 });
    const userType = String(type('A').result['userType']);
    const somebody = world.partner({}, [], { userType }).member!;
    world.members.clear();
    const known = new Gathered(world, [{ ask: 'users' }]);
    const decided = (n: number) =>
      decidedChanges(
        { portal: world.portal, known },
        Array.from({ length: n }, (_, at) => memberAdded({ ...somebody, id: id(at) })),
      );
    expect(decided(2)).toHaveLength(2);
    expect(() => decided(3)).toThrow('Purchase more seats');
  });

  test('[S0-19] [DM199] fifty seats are the least, those in use are not given back, and where none are sold none are bought', () => {
    const { run, type, add } = given();
    expect(run('buy-seats', { seats: 7 }).result).toEqual({ seats: 50, price: 60_000, currency: 'USD' });
    expect(run('buy-seats', { seats: -1 }).code).toBe('invalid');
    expect(run('buy-seats', { seats: 1.5 }).code).toBe('invalid');
    add(String(type('A').result['userType']));
    expect(run('buy-seats', { seats: 0 }).code).toBe('limit-reached');
    run('set-plan', { plan: 'whole' });
    expect(run('buy-seats', { seats: 100 }).code).toBe('not-possible');
    expect(run('set-plan', { plan: 'of our own' }).paths).toEqual(['plan']);
  });
});
