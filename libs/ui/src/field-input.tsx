import { useState, type KeyboardEvent } from 'react';
import { MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { FieldCard, Value } from 'genkan';
import { useTranslation } from 'react-i18next';
import { sameValue, typedText, valueOfText } from './field-words.ts';
import { useRecordNames } from './record-names.ts';
import { isNumeric } from './writing.ts';

export type FieldInputProps = {
  readonly id: string;
  readonly card: FieldCard;
  readonly value: Value;
  /** `base` is the value that was shown when the editing began: what the edit is meant to replace. */
  readonly onSave: (value: Value, base: Value) => void;
  /** What is being typed here now and not saved yet; null: nothing. */
  readonly onTyping?: (text: string | null) => void;
  /** A text to go on with, kept from an edit that was refused. */
  readonly draft?: Value | undefined;
};

/** The input of a field, by its type. It saves when one leaves it or presses Enter; Escape gives up what was typed. */
export function FieldInput(props: FieldInputProps) {
  const { card } = props;
  if (card.type === 'choice') return <ChoiceInput {...props} choices={card.choices ?? []} />;
  if (card.type === 'multi-choice') return <ChoicesInput {...props} />;
  if (card.type === 'boolean') return <YesNoInput {...props} />;
  if (card.type === 'lookup' && card.module !== undefined) return <LookupInput {...props} module={card.module} />;
  return <TypedInput key={typedText(props.draft ?? null)} {...props} />;
}

/** A list of choices stands in the landmark of its field, over whatever is around it. */
const list = { shadow: 'md', withinPortal: false, floatingStrategy: 'fixed' } as const;

type Editing = { readonly text: string; readonly base: Value };
const kinds: Readonly<Record<string, string>> = { date: 'date', email: 'email', phone: 'tel', url: 'url' };

/** While somebody types, what others write does not touch his text. */
function TypedInput({ id, card, value, onSave, onTyping, draft }: FieldInputProps) {
  const { t } = useTranslation('ui');
  const [editing, setEditing] = useState<Editing | null>(
    draft === undefined ? null : { text: typedText(draft), base: value },
  );
  const [wrong, setWrong] = useState(false);
  const end = () => {
    setEditing(null);
    setWrong(false);
    onTyping?.(null);
  };
  const save = () => {
    if (!editing) return;
    const typed = valueOfText(card, editing.text);
    if (typed === undefined) return setWrong(true);
    end();
    if (!sameValue(typed, editing.base)) onSave(typed, editing.base);
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !editing) return;
    event.stopPropagation(); // the next one closes the record
    end();
  };
  const shared = {
    id,
    value: editing?.text ?? typedText(value),
    error: wrong && t('notOfItsForm'),
    required: card.required,
    ...(card.maxLength === undefined ? {} : { maxLength: card.maxLength }),
    onFocus: () => {
      setEditing((before) => before ?? { text: typedText(value), base: value });
      onTyping?.(editing?.text ?? typedText(value));
    },
    onBlur: save,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      const text = currentTarget.value;
      setEditing((before) => ({ text, base: before ? before.base : value }));
      onTyping?.(text);
    },
  };
  if (card.type === 'long-text') {
    return <Textarea {...shared} autosize minRows={2} maxRows={8} onKeyDown={escape} />;
  }
  return (
    <TextInput
      {...shared}
      type={kinds[card.type] ?? 'text'}
      inputMode={isNumeric(card.type) ? 'decimal' : undefined}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return; // Enter that ends a conversion of Japanese is no Enter
        if (event.key === 'Enter') save();
        escape(event);
      }}
    />
  );
}

function ChoiceInput({ id, card, value, onSave, choices }: FieldInputProps & { readonly choices: readonly string[] }) {
  const { t } = useTranslation('ui');
  return (
    <Select
      id={id}
      data={[...choices]}
      value={typeof value === 'string' ? value : null}
      onChange={(chosen) => !sameValue(chosen, value) && onSave(chosen, value)}
      allowDeselect={false}
      clearable={!card.required}
      clearButtonProps={{ 'aria-label': t('clear') }}
      comboboxProps={list}
      chevronColor="var(--mantine-color-dimmed)"
    />
  );
}

function ChoicesInput({ id, card, value, onSave }: FieldInputProps) {
  const { t } = useTranslation('ui');
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const present = typeof value === 'object' && value !== null ? value : [];
  return (
    <MultiSelect
      id={id}
      data={card.choices ?? []}
      comboboxProps={list}
      value={[...(chosen ?? present)]}
      onChange={setChosen}
      clearable={!card.required}
      clearButtonProps={{ 'aria-label': t('clear') }}
      onBlur={() => {
        setChosen(null);
        if (chosen && !sameValue([...chosen], [...present])) onSave(chosen.length > 0 ? [...chosen] : null, value);
      }}
    />
  );
}

const YesNoInput = ({ id, value, onSave }: FieldInputProps) => (
  <Switch id={id} checked={value === true} onChange={({ currentTarget }) => onSave(currentTarget.checked, value)} />
);

const mostOffered = 50;

function LookupInput({ id, card, value, onSave, module }: FieldInputProps & { readonly module: string }) {
  const { t } = useTranslation('ui');
  const names = useRecordNames(module);
  const data = [...names].map(([target, name]) => ({ value: target, label: name || t('linkedRecord') }));
  const unseen = typeof value === 'string' && !names.has(value) ? [{ value, label: t('linkedRecord') }] : [];
  return (
    <Select
      id={id}
      data={[...unseen, ...data]}
      comboboxProps={list}
      value={typeof value === 'string' ? value : null}
      onChange={(chosen) => !sameValue(chosen, value) && onSave(chosen, value)}
      searchable
      limit={mostOffered}
      nothingFoundMessage={t('nothingFound')}
      allowDeselect={false}
      clearable={!card.required}
      clearButtonProps={{ 'aria-label': t('clear') }}
    />
  );
}
