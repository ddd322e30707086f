import { useCallback, useState } from 'react';
import type { Outcome, Row, Value } from 'genkan';
import { FieldCell } from './field-cell.tsx';
import { Refusal } from './refusal.tsx';
import { useAbility, useClient, useLiveRecords } from './hooks.ts';

type Refused = Exclude<Outcome, { status: 'applied' }>;

/** A module as this member sees it: his fields as columns, his records as rows, what he may edit as inputs. */
export function RecordTable({ module }: { readonly module: string }) {
  const client = useClient();
  const ability = useAbility();
  const { rows, total, phase, pendingFields } = useLiveRecords(module);
  const [refused, setRefused] = useState<Refused | null>(null);
  const save = useCallback(
    async (id: string, field: string, value: Value) => {
      const outcome = await client.update(module, id, { [field]: value });
      setRefused(outcome.status === 'applied' ? null : outcome);
    },
    [client, module],
  );
  const tab = ability.tab(module);
  const columns = Object.entries(tab?.fields ?? {});
  return (
    <section aria-busy={phase === 'loading'}>
      {refused && <Refusal outcome={refused} onDone={setRefused} />}
      <table data-phase={phase}>
        <caption>
          {tab?.label}: <output>{total}</output>
        </caption>
        <thead>
          <tr>
            {columns.map(([field, { label }]) => (
              <th key={field} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row: Row) => (
            <tr key={row.id} data-id={row.id}>
              {columns.map(([field, card]) => (
                <td key={field} data-field={field}>
                  <FieldCell
                    card={card}
                    value={row[field] ?? null}
                    editable={ability.can('update', module, { id: row.id, field })}
                    pending={pendingFields(row.id).includes(field)}
                    onSave={(value) => void save(row.id, field, value)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
