import { meets } from '@genkan/access/criteria';
import type { Change, SettingChange } from '@genkan/domain/changes';
import type { ConversionRule } from '@genkan/domain/conversion';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { JobTools } from './rekey-job.ts';

type Turned = { readonly before: RecordState | null; readonly after: RecordState };

/** Leads as the command found them and as it leaves them. */
function leadsIn(changes: readonly Change[]): readonly Turned[] {
  const net = new Map<string, Turned>();
  for (const change of changes) {
    if (change.kind !== 'record' || change.after?.module !== 'Leads') continue;
    const { id } = change.after;
    net.set(id, { before: net.has(id) ? (net.get(id)?.before ?? null) : change.before, after: change.after });
  }
  return [...net.values()].filter(({ after }) => !after.deleted && !after.restricted);
}

/** A lead fires a rule when it comes to meet the condition: not while it goes on meeting it, nor when it is restored. */
const comes = ({ criteria }: ConversionRule, { before, after }: Turned): boolean =>
  meets(criteria, after.fields) && !(before && meets(criteria, before.fields));

/**
 * The leads a command made meet an automatic rule, as rows of the very entry that was the cause: whatever happens
 * after it, they stand in the log until `convert-due` takes them. Of several rules the first by name has the lead.
 */
export function conversionsDue(
  { conversion }: Portal,
  changes: readonly Change[],
  cause: string,
  newId: () => string,
): readonly SettingChange[] {
  const rules = Object.entries(conversion.rules).filter(([, { automatic }]) => automatic);
  if (rules.length === 0) return [];
  rules.sort(([a], [b]) => (a < b ? -1 : 1));
  const fired = leadsIn(changes).flatMap((lead) => {
    const rule = rules.find(([, one]) => comes(one, lead));
    return rule ? [{ rule: rule[0], lead: lead.after.id }] : [];
  });
  return [...Map.groupBy(fired, ({ rule }) => rule)].map(([rule, rows]) => ({
    kind: 'setting',
    part: 'conversion-due',
    id: newId(),
    before: null,
    after: { rule, leads: rows.map(({ lead }) => lead), cause },
  }));
}

/** True: leads of this portal wait for the workflow. */
export const waitsForConversion = ({ conversionsDue: due }: Portal): boolean => Object.keys(due).length > 0;

/** Converts what waits, row by row; begun anew after a crash it finds what is left. A row another node took is gone. */
export async function convertDue(id: string, { log, run }: JobTools): Promise<void> {
  const settings = await log.settings(id);
  for (const due of Object.keys(settings?.portal.conversionsDue ?? {})) {
    const told = await run('convert-due', { due });
    if (told.status === 'rejected' && told.code !== 'not-found') {
      throw new Error(`Converting by a rule was refused: ${told.code}.`);
    }
  }
}
