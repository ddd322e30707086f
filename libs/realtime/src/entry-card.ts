import type { RecordChange } from '@genkan/domain/changes';
import type { Entry } from '@genkan/log/portal-log';
import type { EntryCard } from '@genkan/protocol/messages';
import { seenBy } from './acquaintance.ts';
import { difference } from './project.ts';
import type { Rules } from './rules.ts';

type CardChange = EntryCard['changes'][number];

/** An entry as somebody who may watch the log sees it: of records no more than by these rights, and no values at all. */
export const entryCard = ({ sequence, at, member, command, outcome, changes }: Entry, rules: Rules): EntryCard => ({
  sequence,
  at,
  member,
  command,
  outcome,
  changes: changes.flatMap((change): CardChange[] => {
    if (change.kind === 'record') return recordCard(change, rules);
    if (change.kind === 'member') return [{ kind: 'member', id: (change.after ?? change.before)?.id ?? '' }];
    return change.kind === 'setting' ? [{ kind: 'setting', part: change.part, id: change.id }] : [];
  }),
});

function recordCard({ before, after }: RecordChange, rules: Rules): CardChange[] {
  const row = after ?? before;
  const change = difference(seenBy(rules, before), seenBy(rules, after));
  if (!row || !change) return [];
  const fields =
    change.op === 'patch' ? [...change.fields] : change.op === 'put' ? Object.keys(change.view.fields) : [];
  return [{ kind: 'record', module: row.module, id: row.id, op: change.op, fields }];
}
