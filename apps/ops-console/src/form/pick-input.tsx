import { useState } from 'react';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { useRecordNames } from '@genkan/ui/record-names.ts';
import { useMembers } from '../reads/use-members.ts';
import { useUserTypes } from '../reads/use-user-types.ts';
import type { Meaning } from './meaning.ts';
import { usePartProps } from './use-part-props.ts';
import type { Part } from './part.ts';

type Option = { readonly value: string; readonly label: string };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const mostOffered = 50;

/** An id or a name, chosen among those there are; an id that is pasted is taken as well. */
export function PickInput({ meaning, ...part }: Part & { readonly meaning: NonNullable<Meaning> }) {
  switch (meaning) {
    case 'module':
      return <ModulePick {...part} />;
    case 'layout':
      return <LayoutPick {...part} />;
    case 'field':
      return <FieldPick {...part} />;
    case 'member':
      return <MemberPick {...part} />;
    case 'user-type':
      return <UserTypePick {...part} />;
    case 'record':
      return part.module === null ? <Pick {...part} options={[]} /> : <RecordPick {...part} module={part.module} />;
    default:
      return meaning satisfies never;
  }
}

function ModulePick(part: Part) {
  const tabs = Object.entries(useAbility().card?.tabs ?? {});
  return <Pick {...part} options={tabs.map(([value, { label }]) => ({ value, label }))} />;
}

function LayoutPick(part: Part) {
  const tab = useAbility().tab(part.module ?? '');
  return <Pick {...part} options={Object.keys(tab?.layouts ?? {}).map((value) => ({ value, label: value }))} />;
}

function FieldPick(part: Part) {
  const fields = useAbility().tab(part.module ?? '')?.fields ?? {};
  return <Pick {...part} options={Object.entries(fields).map(([value, { label }]) => ({ value, label }))} />;
}

function MemberPick(part: Part) {
  const { members } = useMembers();
  const options = members.map(({ id, name, email }) => ({ value: id, label: name ? `${name} (${email})` : email }));
  return <Pick {...part} options={options} />;
}

function UserTypePick(part: Part) {
  return <Pick {...part} options={useUserTypes().map(({ id, name }) => ({ value: id, label: name }))} />;
}

/** A module one does not see has no names to offer; its ids can be pasted. */
function RecordPick(part: Part & { readonly module: string }) {
  return useAbility().tab(part.module) ? <NamedRecordPick {...part} /> : <Pick {...part} options={[]} />;
}

function NamedRecordPick(part: Part & { readonly module: string }) {
  const { t } = useTranslation();
  const names = useRecordNames(part.module);
  return <Pick {...part} options={[...names].map(([value, name]) => ({ value, label: name || t('form.unnamed') }))} />;
}

function Pick({ options, ...part }: Part & { readonly options: readonly Option[] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { value, onChange } = part;
  const chosen = typeof value === 'string' && value !== '' ? value : null;
  const known = new Set(options.map((each) => each.value));
  const others = [chosen, search.trim().toLowerCase()].filter(
    (id): id is string => id !== null && !known.has(id) && (id === chosen || uuid.test(id)),
  );
  return (
    <Select
      {...usePartProps(part)}
      data={[...new Set(others)].map((id) => ({ value: id, label: id })).concat(options)}
      value={chosen}
      onChange={(next) => onChange(next ?? (part.required ? '' : undefined))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      limit={mostOffered}
      clearable={!part.required}
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      nothingFoundMessage={t('form.nothing')}
      placeholder={t('form.choose')}
      comboboxProps={{ shadow: 'md' }}
    />
  );
}
