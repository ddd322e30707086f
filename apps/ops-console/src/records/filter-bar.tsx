import { useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import { CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldCard, TabCard } from 'genkan';
import { layoutFields } from '@genkan/ui/layout-fields.ts';
import { filtersOf, filterText, type Filter } from './records-search.ts';
import { waysOf } from './where-of.ts';
import classes from './records.module.css';

const route = getRouteApi('/records/$module');

/** Conditions on fields: those that hold, and one more to write. They stand in the address. */
export function FilterBar({ tab }: { readonly tab: TabCard }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = filtersOf(search);
  const set = (next: readonly Filter[]) =>
    void navigate({
      search: ({ filter: _, ...rest }) => (next.length > 0 ? { ...rest, filter: next.map(filterText) } : rest),
      replace: true,
    });
  return (
    <div className={classes['filters']}>
      {filters.map((filter, at) => (
        <span key={filterText(filter)} className={classes['filter']}>
          {tab.fields[filter.field]?.label ?? filter.field} {t(`filters.${filter.by}`)} <b>{filter.value}</b>
          <CloseButton
            size="xs"
            aria-label={t('filters.drop')}
            onClick={() => set(filters.filter((_, nth) => nth !== at))}
          />
        </span>
      ))}
      <NewFilter tab={tab} onAdd={(filter) => set([...filters, filter])} />
    </div>
  );
}

function NewFilter({ tab, onAdd }: { readonly tab: TabCard; readonly onAdd: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const fields = layoutFields(tab).filter((field) => waysOf(tab.fields[field]?.type ?? '').length > 0);
  const [field, setField] = useState('');
  const card = tab.fields[field];
  const ways = waysOf(card?.type ?? '');
  const [by, setBy] = useState<string>('');
  const way = ways.find((each) => each === by) ?? ways[0];
  const add = (value: string): void => {
    if (value === '' || !way) return;
    onAdd({ field, by: way, value });
    setField('');
  };
  return (
    <span className={classes['new']}>
      <NativeSelect
        size="xs"
        aria-label={t('filters.field')}
        value={field}
        onChange={({ currentTarget }) => setField(currentTarget.value)}
        data={[
          { value: '', label: t('filters.add') },
          ...fields.map((name) => ({ value: name, label: tab.fields[name]?.label ?? name })),
        ]}
      />
      {card && way && (
        <>
          <NativeSelect
            size="xs"
            aria-label={t('filters.way')}
            value={way}
            onChange={({ currentTarget }) => setBy(currentTarget.value)}
            data={ways.map((each) => ({ value: each, label: t(`filters.${each}`) }))}
          />
          <FilterValue key={field} card={card} onEntered={add} />
        </>
      )}
    </span>
  );
}

type ValueProps = { readonly card: FieldCard; readonly onEntered: (value: string) => void };

function FilterValue({ card, onEntered }: ValueProps) {
  const { t } = useTranslation();
  const label = t('filters.value');
  const choices = card.type === 'boolean' ? ['true', 'false'] : card.choices;
  if (choices)
    return (
      <NativeSelect
        size="xs"
        aria-label={label}
        data={['', ...choices]}
        value=""
        onChange={({ currentTarget }) => onEntered(currentTarget.value)}
      />
    );
  return (
    <TextInput
      size="xs"
      aria-label={label}
      type={card.type === 'date' ? 'date' : 'text'}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEntered(event.currentTarget.value);
      }}
      onBlur={({ currentTarget }) => onEntered(currentTarget.value)}
      autoFocus
    />
  );
}
