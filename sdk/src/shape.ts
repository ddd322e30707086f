import { joined, type Targets } from './include.ts';
import type { LiveQuery, LiveSpec, Stage } from './live-query.ts';
import { picked } from './picker.ts';

/** What a query shows of its rows: the fields it picks, then what it joins to them. Loaded when a query asks for it. */
export function shaped(query: LiveQuery, { fields, include = [] }: LiveSpec, targets: Targets): Stage {
  const pick = fields && picked([...fields, ...include], (id) => query.pendingFields(id));
  const join = include.length > 0 ? joined(include, targets, () => query.refresh()) : null;
  return {
    show: (rows) => {
      const cut = pick?.show(rows) ?? rows;
      return join?.show(cut) ?? cut;
    },
    close: () => join?.close(),
  };
}
