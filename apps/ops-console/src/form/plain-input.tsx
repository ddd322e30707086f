import { useState } from 'react';
import { Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Control } from './control.ts';
import type { Part } from './part.ts';
import { usePartProps } from './use-part-props.ts';

type Plain = Extract<Control, { kind: 'text' | 'number' | 'yes-no' | 'choice' | 'choices' | 'fixed' | 'json' }>;
type Props = { readonly part: Part; readonly control: Plain };

/** One input for one value. What is emptied is left out where it may be. */
export function PlainInput({ part, control }: Props) {
  switch (control.kind) {
    case 'text':
      return <TextPart part={part} control={control} />;
    case 'number':
      return <NumberPart part={part} />;
    case 'yes-no':
      return <YesNoPart part={part} />;
    case 'choice':
      return <ChoicePart part={part} options={control.options} />;
    case 'choices':
      return <ChoicesPart part={part} options={control.options} />;
    case 'json':
      return <JsonPart part={part} />;
    case 'fixed':
      return null;
    default:
      return control satisfies never;
  }
}

const types: Readonly<Record<string, string>> = { email: 'email', date: 'date', uri: 'url' };

function TextPart({ part, control }: { readonly part: Part; readonly control: Extract<Plain, { kind: 'text' }> }) {
  const { required, value, onChange } = part;
  return (
    <TextInput
      {...usePartProps(part)}
      type={types[control.format ?? ''] ?? 'text'}
      {...(Number.isFinite(control.most) ? { maxLength: control.most } : {})}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' && !required ? undefined : currentTarget.value)
      }
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function NumberPart({ part }: { readonly part: Part }) {
  const { required, value, onChange } = part;
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): void => {
    setTyped(text);
    const number = Number(text.normalize('NFKC'));
    onChange(text.trim() === '' ? (required ? null : undefined) : Number.isFinite(number) ? number : text);
  };
  return (
    <TextInput
      {...usePartProps(part)}
      inputMode="decimal"
      value={typed ?? (typeof value === 'number' ? String(value) : '')}
      onChange={({ currentTarget }) => read(currentTarget.value)}
      onBlur={() => setTyped(null)}
      autoComplete="off"
    />
  );
}

function YesNoPart({ part }: { readonly part: Part }) {
  const { withAsterisk: _, ...props } = usePartProps(part);
  return (
    <Checkbox
      {...props}
      checked={part.value === true}
      onChange={({ currentTarget }) => part.onChange(currentTarget.checked)}
    />
  );
}

type Choosing = { readonly part: Part; readonly options: readonly string[] };

function ChoicePart({ part, options }: Choosing) {
  const { t } = useTranslation();
  const { required, value, onChange } = part;
  return (
    <Select
      {...usePartProps(part)}
      data={[...options]}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => onChange(next ?? (required ? null : undefined))}
      allowDeselect={false}
      clearable={!required}
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      placeholder={t('form.choose')}
      comboboxProps={{ shadow: 'md' }}
    />
  );
}

function ChoicesPart({ part, options }: Choosing) {
  const { t } = useTranslation();
  const { required, value, onChange } = part;
  return (
    <MultiSelect
      {...usePartProps(part)}
      data={[...options]}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(next) => onChange(next.length === 0 && !required ? undefined : next)}
      clearable
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      comboboxProps={{ shadow: 'md' }}
    />
  );
}

/** Whatever no other input can write. */
function JsonPart({ part }: { readonly part: Part }) {
  const { t } = useTranslation();
  const { value, onChange } = part;
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const props = usePartProps(part);
  const save = (): void => {
    if (typed === null) return;
    try {
      onChange(typed.trim() === '' ? undefined : JSON.parse(typed));
      setTyped(null);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <Textarea
      {...props}
      {...(wrong ? { error: t('form.notJson') } : {})}
      value={typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={save}
      autosize
      minRows={2}
      maxRows={20}
      spellCheck={false}
      data-code
    />
  );
}
