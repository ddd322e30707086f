import { useState } from 'react';
import type { Outcome, TabCard, Value } from 'genkan';
import { useAbility, useClient } from '../hooks.ts';
import { layoutFields } from '../layout-fields.ts';
import type { Refused } from '../refusal.ts';

export type Values = Readonly<Record<string, Value>>;
export type Creation = {
  /** The fields to fill in, in the order of the layout; what was filled in stays, whatever becomes of the right. */
  readonly fields: readonly string[];
  readonly values: Values;
  readonly set: (field: string, value: Value) => void;
  /** What is still being typed into a field; null: nothing. */
  readonly typing: (field: string, text: string | null) => void;
  /** Mandatory fields that were left empty. */
  readonly empty: readonly string[];
  readonly busy: boolean;
  readonly refused: Refused | null;
  readonly submit: () => void;
};
type Asked = {
  readonly module: string;
  readonly tab: TabCard;
  readonly start: Values;
  /** It shows, before anybody has answered. */
  readonly onShown: () => void;
  /** It stands; or it waits for a connection (null) and its outcome will be told elsewhere. */
  readonly onMade: (id: string | null) => void;
};

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && value.length === 0);

/** A lookup whose targets one does not see cannot be chosen. */
const canFill = ({ fields }: TabCard, field: string): boolean =>
  fields[field]?.type !== 'lookup' || fields[field].module !== undefined;

/** A record in the making. It shows at once under a provisional id; a refusal leaves everything that was filled in. */
export function useCreation({ module, tab, start, onShown, onMade }: Asked): Creation {
  const client = useClient();
  const granted = useAbility().fields('create', module);
  const [values, setValues] = useState<Values>(start);
  const [empty, setEmpty] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [typed, setTyped] = useState<readonly string[]>([]);
  const fields = layoutFields(tab).filter(
    (field) =>
      (granted.includes(field) && canFill(tab, field)) || Object.hasOwn(values, field) || typed.includes(field),
  );
  const issue = () => {
    if (refused?.status === 'unknown') return refused.retry(); // the same key: it is made at most once
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
    const input = { module, fields: given };
    return client.command('create-record', input, { optimistic: (draft) => void draft.insert(module, given) });
  };
  const send = async () => {
    const pending = issue();
    onShown();
    if (pending.phase === 'queued') return onMade(null);
    setBusy(true);
    const outcome: Outcome = await pending;
    setBusy(false);
    if (outcome.status !== 'applied') return setRefused(outcome);
    onMade(typeof outcome.result['id'] === 'string' ? outcome.result['id'] : null);
  };
  const submit = () => {
    const left = fields.filter((field) => tab.fields[field]?.required && isEmpty(values[field]));
    setEmpty(left);
    if (left.length === 0 && typed.length === 0 && !busy) void send();
  };
  return {
    fields,
    values,
    set: (field, value) => setValues((before) => ({ ...before, [field]: value })),
    typing: (field, text) =>
      setTyped((all) => {
        const others = all.filter((each) => each !== field);
        return text === null ? others : [...others, field];
      }),
    empty,
    busy,
    refused,
    submit,
  };
}
