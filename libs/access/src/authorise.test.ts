import { describe, expect, test } from '@jest/globals';
import type { Permission } from '@genkan/domain/define-command';
import type { Sight } from '@genkan/domain/sight';
import { authorise } from './authorise.ts';
import { operatorSight } from './sight.ts';
import { id, kimIn, managed, tab } from './test/house.ts';
import { allKnown, knownOf } from './test/known-rows.ts';

type Furnishing = NonNullable<Parameters<typeof kimIn>[0]>;
type Action = Extract<Permission<unknown>, { kind: 'record' }>['action'];

/** What Kim is answered when an action is tried on a record of the house. */
function tried(action: Action, furnishing: Furnishing, input: object = {}, gone = false) {
  const { portal, sight, records } = kimIn(furnishing);
  const known = knownOf(allKnown(records.map((one) => (one.id === id.deal ? { ...one, deleted: gone } : one))));
  const permission = { kind: 'record', action, target: () => ({ module: 'Deals', id: id.deal, ...input }) } as const;
  return authorise({ permission }, {}, { portal, known, sight });
}

const withReach = (change: object): Furnishing => ({
  tabs: { Deals: tab({ reaches: [{ ...managed, ...change }], create: ['Stage'] }) },
});
const hidden: Furnishing = { tabs: { Deals: tab({ criteria: { field: 'Stage', is: 'is', value: 'Won' } }) } };

describe('authorise', () => {
  test('[AU19] what may be done with the record is granted, the rest forbidden', () => {
    expect(tried('edit', withReach({ edit: ['Stage'] }))).toBeNull();
    expect(tried('edit', withReach({}))).toBe('forbidden');
    expect(tried('delete', withReach({ delete: true }))).toBeNull();
    expect(tried('delete', withReach({}))).toBe('forbidden');
    expect(tried('copy', withReach({ copy: true }))).toBeNull();
    expect(tried('copy', withReach({}))).toBe('forbidden');
    expect(tried('restore', withReach({}))).toBe('forbidden');
  });

  test('[AU20] a record or module that is hidden, deleted or was never there is not found, before anything is forbidden', () => {
    for (const action of ['edit', 'delete', 'copy', 'restore'] as const) {
      const granted = withReach({ edit: ['Stage'], delete: true, copy: true });
      expect(tried(action, hidden)).toBe('not-found');
      expect(tried(action, {})).toBe('not-found');
      expect(tried(action, granted, { id: id.staff })).toBe('not-found');
      expect(tried(action, granted, { module: 'Ghosts' })).toBe('not-found');
      expect(tried(action, granted, { module: 'toString' })).toBe('not-found');
      expect(tried(action, granted, { id: undefined })).toBe('not-found');
      expect(tried(action, granted, {}, true)).toBe('not-found');
    }
  });

  test('[AU21] who may edit or create nothing is told of unknown fields first, hidden and never-existing alike', () => {
    expect(tried('edit', withReach({}), { fields: ['Owner'] })).toBe('unknown-field');
    expect(tried('edit', withReach({}), { fields: ['Ghost'] })).toBe('unknown-field');
    expect(tried('edit', withReach({}), { fields: ['Stage'] })).toBe('forbidden');
    const seenOnly = { tabs: { Deals: tab() } };
    expect(tried('create', seenOnly, { fields: ['Owner'] })).toBe('unknown-field');
    expect(tried('create', seenOnly, { fields: ['Stage'] })).toBe('forbidden');
  });

  test('[AU22] who may create nowhere is told by the layout a record would get which fields there are not', () => {
    const layouts = { Short: ['Amount'], Standard: ['Stage'] };
    const nowhere: Furnishing = { tabs: { Deals: tab({ layouts, create: null }) } };
    expect(tried('create', nowhere, { fields: ['Stage'] })).toBe('forbidden');
    expect(tried('create', nowhere, { fields: ['Stage', 'Amount'] })).toBe('unknown-field');
    expect(tried('create', nowhere, { layout: 'Short', fields: ['Amount'] })).toBe('forbidden');
  });

  test('[AU22] creating needs a granted layout on which records may be created', () => {
    expect(tried('create', withReach({}))).toBeNull();
    expect(tried('create', withReach({}), { layout: 'Standard' })).toBeNull();
    expect(tried('create', withReach({}), { layout: 'Short' })).toBe('not-found');
    expect(tried('create', {})).toBe('not-found');
  });

  test('[AU23] a right over the portal is had or forbidden; the operator is nobody’s self', () => {
    const { portal, sight, known } = kimIn({});
    const judge = (permission: Permission<unknown>, by: Sight) =>
      authorise({ permission }, {}, { portal, known: knownOf(known), sight: by });
    expect(judge({ kind: 'staff', right: 'configure' }, sight)).toBe('forbidden');
    expect(judge({ kind: 'operator', right: 'create-portal' }, sight)).toBe('forbidden');
    expect(judge({ kind: 'operator', right: 'create-portal' }, operatorSight())).toBeNull();
    expect(judge({ kind: 'own' }, sight)).toBeNull();
    expect(judge({ kind: 'own' }, operatorSight())).toBe('forbidden');
  });

  test('[law 6] an exception while judging denies, and is handed on', () => {
    const { portal, sight, known } = kimIn(withReach({ edit: ['Stage'] }));
    const broken: Sight = {
      ...sight,
      rights: () => {
        throw new Error('broken');
      },
    };
    const target = () => ({ module: 'Deals', id: id.deal });
    const heard: unknown[] = [];
    const answer = authorise(
      { permission: { kind: 'record', action: 'edit', target } },
      {},
      { portal, known: knownOf(known), sight: broken },
      (error) => heard.push(error),
    );
    expect(answer).toBe('not-found');
    expect(heard).toEqual([new Error('broken')]);
  });
});
