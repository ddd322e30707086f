import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AbilityCard, View } from './contract.ts';
import { Conflicts, type OpenConflict } from './conflicts.ts';
import { cell } from './observable.ts';
import { Keeper, type KeptPlace } from './keeper.ts';
import { picked } from './picker.ts';
import { Replica } from './replica.ts';
import { card } from './test/scripted-server.ts';
import { MapStore } from './test/map-store.ts';
import { SeenHistory } from './test/portal-model.ts';
import { viewOf } from './test/views.ts';
import { updateWish } from './wish.ts';

const module = 'Deals';
const ids = ['a', 'b', 'c', 'd'];
const place: KeptPlace = { member: 'm', cursor: { ticket: 'x', token: 't' }, modules: [module] };

/** Each value tells where and when it stood, so that one that stayed behind is found. */
const marked = (view: View, at: number): View => ({
  ...view,
  fields: Object.fromEntries(Object.keys(view.fields).map((name) => [name, `<${view.id}.${name}.${at}>`])),
});
const touched = fc.array(fc.tuple(fc.constantFrom(...ids), fc.option(fc.constantFrom(...ids).chain(viewOf))), {
  maxLength: 4,
});
const rights: fc.Arbitrary<AbilityCard> = fc.constantFrom(card(['Name']), card(['Name', 'Stage']), card([]), {
  ...card(),
  tabs: {},
});
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('entry' as const), touched }) },
  fc.record({ do: fc.constant('rights' as const), card: rights }),
  fc.record({ do: fc.constantFrom('conflict' as const, 'draft' as const), id: fc.constantFrom(...ids) }),
);

test('[SD30] whatever happens, store, lists, conflicts and picked rows hold nothing but what the replica holds (G-25)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const store = new MapStore();
      const { keeper } = await Keeper.open(store, () => {});
      const open = cell<readonly OpenConflict[]>([]);
      const conflicts = new Conflicts(open, () => {
        throw new Error('Nobody issues anything.');
      });
      const replica = new Replica(
        () => 'live',
        (differences) => {
          conflicts.changed(differences);
          keeper.rows(differences);
          keeper.place(place);
        },
      );
      replica.expect(module);
      replica.snapshot(module, [], false);
      const list = replica.live(module, {}, () => {});
      const part = replica.live(module, {}, () => {});
      part.stage(picked(['Name', 'Stage'], (id) => part.pendingFields(id)));
      part.subscribe(() => {});
      const history = new SeenHistory();
      for (const [at, each] of steps.entries()) {
        if (each.do === 'entry') {
          const views = each.touched.map(([id, view]) => [id, view && marked({ ...view, id }, at)] as const);
          history.add(Object.fromEntries(views));
          const faulty = replica.frame(history.difference(module, history.head - 1, history.head));
          if (faulty) replica.reset(null); // after a change of rights the history is no longer the one held
        } else if (each.do === 'rights') replica.ability(each.card);
        else meet(each.do, each.id, replica, conflicts, `k${at}`);
        await keeper.settled();
        const held = JSON.stringify([...replica.store.rows(module)]);
        for (const kept of [store.text, JSON.stringify([list.get(), part.get()]), JSON.stringify(open.get())])
          for (const [value] of kept.matchAll(/<[^>]*>/g)) expect(held).toContain(value);
      }
    }),
    { numRuns: 200 },
  );
});

/** An edit of a held record that met another's, or one that is still open. */
function meet(what: 'conflict' | 'draft', id: string, replica: Replica, conflicts: Conflicts, key: string): void {
  const row = replica.store.row(module, id)?.row;
  const [field = ''] = Object.keys(row ?? {}).filter((name) => name !== 'id');
  if (!row || field === '') return;
  const value = row[field] ?? null;
  if (what === 'draft') {
    const set = { [field]: 'mine' };
    return replica.show(key, updateWish({ module, id, set, base: { [field]: value } }).effects);
  }
  const nobody = (): never => {
    throw new Error('Nobody resolves it.');
  };
  const fields = [{ module, id, field, base: 'mine', mine: 'mine', theirs: value }];
  const edit = { module, id, set: { [field]: 'mine' }, base: { [field]: 'mine' } };
  const outcome = { status: 'conflict', message: '', fields, resolve: nobody } as const;
  conflicts.met(key, edit, outcome, replica.store.row(module, id));
}
