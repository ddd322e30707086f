import { use, useId } from 'react';
import { CloseButton, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TabCard, Value } from 'genkan';
import { FieldInput } from '@genkan/ui/field-input.tsx';
import { layoutFields } from '@genkan/ui/layout-fields.ts';
import { IssuesContext, spoken, type Part } from './part.ts';
import classes from './form.module.css';

type Props = { readonly part: Part; readonly tab: TabCard };

/** Values of a record's fields, each in the input its type has everywhere. Only those that are named are sent. */
export function FieldsInput({ part, tab }: Props) {
  const { t } = useTranslation();
  const { value, onChange, name, schema } = part;
  const values: Readonly<Record<string, Value>> = Object(value);
  const named = layoutFields(tab).filter((field) => field in values);
  const others = layoutFields(tab).filter((field) => !(field in values));
  const set = (field: string, next: Value): void => onChange({ ...values, [field]: next });
  const drop = (field: string): void => {
    const { [field]: _, ...rest } = values;
    onChange(rest);
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{spoken(name)}</legend>
      {schema.description !== undefined && <p className={classes['hint']}>{schema.description}</p>}
      {named.map((field) => (
        <FieldRow key={field} part={part} tab={tab} field={field} value={values[field] ?? null} {...{ set, drop }} />
      ))}
      <Select
        className={classes['add'] ?? ''}
        size="xs"
        aria-label={t('form.addField')}
        placeholder={t('form.addField')}
        data={others.map((field) => ({ value: field, label: tab.fields[field]?.label ?? field }))}
        value={null}
        onChange={(field) => field !== null && set(field, null)}
        searchable
        comboboxProps={{ shadow: 'md' }}
      />
    </fieldset>
  );
}

type RowProps = Props & {
  readonly field: string;
  readonly value: Value;
  readonly set: (field: string, value: Value) => void;
  readonly drop: (field: string) => void;
};

function FieldRow({ part, tab, field, value, set, drop }: RowProps) {
  const { t } = useTranslation();
  const id = useId();
  const issues = use(IssuesContext);
  const card = tab.fields[field];
  const issue = issues.get(`${part.path}.${field}`) ?? issues.get(field);
  if (!card) return null;
  return (
    <div className={classes['row']} data-form-field={field}>
      <div className={classes['of']}>
        <label htmlFor={id} className={classes['label']}>
          {card.label}
          {card.required && <span aria-hidden="true"> *</span>}
        </label>
        <FieldInput id={id} card={{ ...card, required: false }} value={value} onSave={(next) => set(field, next)} />
        {issue !== undefined && <p className={classes['issue']}>{issue}</p>}
      </div>
      <CloseButton
        size="sm"
        aria-label={t('form.leaveOut', { name: card.label })}
        onClick={() => drop(field)}
        className={classes['drop'] ?? ''}
      />
    </div>
  );
}
