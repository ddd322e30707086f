import { useState } from 'react';
import { Button, Checkbox, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { useUserTypes } from '../reads/use-user-types.ts';
import { controlOf, emptyOf, variantOf, type Control, type Named } from './control.ts';
import { FieldsInput } from './fields-input.tsx';
import { isOfFields, meaningOf } from './meaning.ts';
import { spoken, type Part } from './part.ts';
import { PickInput } from './pick-input.tsx';
import { PlainInput } from './plain-input.tsx';
import classes from './form.module.css';

type Of<Kind extends Control['kind']> = { readonly part: Part; readonly control: Extract<Control, { kind: Kind }> };

/** The input a schema asks for. It knows no command: a new one has its form by itself. */
export function SchemaInput(part: Part) {
  const control = controlOf(part.schema);
  const tab = useAbility().tab(part.module ?? '');
  const meaning = meaningOf(part.name, part.schema);
  if (meaning) return <PickInput {...part} meaning={meaning} />;
  switch (control.kind) {
    case 'group':
      return <GroupInput part={part} control={control} />;
    case 'map':
      if (tab && isOfFields(part.name)) return <FieldsInput part={part} tab={tab} />;
      return <MapInput part={part} control={control} />;
    case 'list':
      return <ListInput part={part} control={control} />;
    case 'variants':
      return <VariantsInput part={part} control={control} />;
    default:
      return <PlainInput part={part} control={control} />;
  }
}

const whole = new Set<Control['kind']>(['group', 'map', 'list', 'variants']);
const under = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);

/** The fields of an object; the outermost has no frame of its own. */
function GroupInput({ part, control }: Of<'group'>) {
  const { path, name, schema, value } = part;
  const values: Readonly<Record<string, unknown>> = Object(value);
  const module = useModuleOf(values) ?? part.module;
  const fields = control.fields.map((field) => (
    <FieldOfGroup key={field.name} part={{ ...part, module }} field={field} values={values} />
  ));
  if (path === '') return fields;
  return (
    <fieldset className={classes['group']}>
      <legend>{spoken(name)}</legend>
      {schema.description !== undefined && <p className={classes['hint']}>{schema.description}</p>}
      {fields}
    </fieldset>
  );
}

/** What the records beside are of: the module that is named, or the one the user type is for. */
function useModuleOf({ module, userType }: Readonly<Record<string, unknown>>): string | null {
  const types = useUserTypes();
  if (typeof module === 'string' && module !== '') return module;
  return types.find(({ id }) => id === userType)?.base ?? null;
}

type FieldProps = { readonly part: Part; readonly field: Named; readonly values: Readonly<Record<string, unknown>> };

/** What may be left out and is more than one input is asked for first. */
function FieldOfGroup({ part, field: { name, schema, required }, values }: FieldProps) {
  const set = (next: unknown): void => {
    const { [name]: _, ...rest } = values;
    part.onChange(next === undefined ? rest : { ...values, [name]: next });
  };
  const inner: Part = {
    ...{ name, schema, required, module: part.module, onChange: set },
    path: under(part.path, name),
    value: values[name],
  };
  if (required || !whole.has(controlOf(schema).kind)) return <SchemaInput {...inner} />;
  return (
    <div className={classes['optional']}>
      <Checkbox
        label={spoken(name)}
        description={schema.description}
        checked={name in values}
        onChange={({ currentTarget }) => set(currentTarget.checked ? emptyOf(schema) : undefined)}
      />
      {name in values && <SchemaInput {...inner} schema={{ ...schema, description: '' }} />}
    </div>
  );
}

function ListInput({ part, control }: Of<'list'>) {
  const { t } = useTranslation();
  const { path, name, schema, value, onChange } = part;
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const set = (at: number, next: unknown): void => onChange(items.map((each, nth) => (nth === at ? next : each)));
  return (
    <fieldset className={classes['group']}>
      <legend>{spoken(name)}</legend>
      {schema.description && <p className={classes['hint']}>{schema.description}</p>}
      {items.map((item, at) => (
        <div key={at} className={classes['row']}>
          <div className={classes['of']}>
            <SchemaInput
              {...part}
              path={under(path, at)}
              name={`${singular(name)} ${at + 1}`}
              schema={control.each}
              required
              value={item}
              onChange={(next) => set(at, next)}
            />
          </div>
          <CloseButton
            size="sm"
            className={classes['drop'] ?? ''}
            aria-label={t('form.leaveOut', { name: `${spoken(singular(name))} ${at + 1}` })}
            onClick={() => onChange(items.filter((_, nth) => nth !== at))}
          />
        </div>
      ))}
      {items.length < control.most && (
        <AddButton name={singular(name)} onAdd={() => onChange([...items, emptyOf(control.each)])} />
      )}
    </fieldset>
  );
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/(?<=ch|sh|x)es$|s$/, '');

function AddButton({ name, onAdd }: { readonly name: string; readonly onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      variant="default"
      w="fit-content"
      leftSection={<Plus size={13} aria-hidden />}
      onClick={onAdd}
    >
      {t('form.add', { name: spoken(name) })}
    </Button>
  );
}

/** Things by name: the name is written once, then it stands as the title of what it names. */
function MapInput({ part, control }: Of<'map'>) {
  const { t } = useTranslation();
  const { path, name, schema, value, onChange } = part;
  const [naming, setNaming] = useState('');
  const entries: Readonly<Record<string, unknown>> = Object(value);
  const add = (): void => {
    const key = naming.trim();
    if (key === '' || key in entries) return;
    onChange({ ...entries, [key]: emptyOf(control.each) });
    setNaming('');
  };
  const drop = (key: string): void => {
    const { [key]: _, ...rest } = entries;
    onChange(rest);
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{spoken(name)}</legend>
      {schema.description && <p className={classes['hint']}>{schema.description}</p>}
      {Object.entries(entries).map(([key, each]) => (
        <div key={key} className={classes['row']}>
          <div className={classes['of']}>
            <SchemaInput
              {...part}
              path={under(path, key)}
              name={key}
              schema={control.each}
              required
              value={each}
              module={name === 'tabs' ? key : part.module}
              onChange={(next) => onChange({ ...entries, [key]: next })}
            />
          </div>
          <CloseButton
            size="sm"
            className={classes['drop'] ?? ''}
            aria-label={t('form.leaveOut', { name: key })}
            onClick={() => drop(key)}
          />
        </div>
      ))}
      <div className={classes['naming']}>
        <TextInput
          size="xs"
          aria-label={t('form.nameOf', { name: spoken(name) })}
          placeholder={t('form.nameOf', { name: spoken(name) })}
          value={naming}
          onChange={({ currentTarget }) => setNaming(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault(); // adds a name, and does not run the command
            add();
          }}
        />
        <AddButton name={singular(name)} onAdd={add} />
      </div>
    </fieldset>
  );
}

/** One of several shapes: which one is chosen first. */
function VariantsInput({ part, control }: Of<'variants'>) {
  const { t } = useTranslation();
  const { name, value, onChange } = part;
  const { variants } = control;
  const at = variantOf(variants, value);
  const chosen = variants[at];
  const label = t('form.kindOf', { name: spoken(name) });
  return (
    <div className={classes['variants']}>
      <NativeSelect
        size="xs"
        label={label}
        data={variants.map((each, nth) => ({ value: String(nth), label: each.label }))}
        value={String(at)}
        onChange={({ currentTarget }) => {
          const next = variants[Number(currentTarget.value)];
          if (next) onChange(emptyOf(next.schema));
        }}
      />
      {chosen && <SchemaInput {...part} schema={chosen.schema} required />}
    </div>
  );
}
