import { useMemo, useState, type FormEvent } from 'react';
import { Button, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Outcome } from 'genkan';
import { useClient } from '@genkan/ui/hooks.ts';
import { emptyOf } from '../form/control.ts';
import { IssuesContext } from '../form/part.ts';
import { PlainInput } from '../form/plain-input.tsx';
import { SchemaInput } from '../form/schema-input.tsx';
import type { CatalogueEntry } from '../reads/use-catalogue.ts';
import { CodeNotes } from './code-notes.tsx';
import { OutcomeCard } from './outcome-card.tsx';
import { Recent } from './recent-list.tsx';
import { run } from './run.ts';
import classes from './commands.module.css';

type Props = { readonly entry: CatalogueEntry; readonly given: object | undefined };
type Told = { readonly outcome: Outcome; readonly key: string };

/** A command: its form from its schema, the key it goes out under, and how it ended. */
export function Runner({ entry: { name, summary, input: schema }, given }: Props) {
  const { t } = useTranslation();
  const client = useClient();
  const [input, setInput] = useState<unknown>(() => ({ ...Object(emptyOf(schema)), ...given }));
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  const [told, setTold] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const [raw, setRaw] = useState(false);
  const issues = useMemo(() => issuesOf(told?.outcome), [told]);
  const send = async (under: string): Promise<void> => {
    setBusy(true);
    const outcome = await run(client, name, input, under);
    setBusy(false);
    setTold({ outcome, key: under });
    // What is not known to have happened is asked again under its own key; anything else is a new command.
    if (outcome.status !== 'unknown') setKey(crypto.randomUUID());
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send(key);
  };
  const part = { path: '', name, schema, required: true, module: null, value: input, onChange: setInput };
  return (
    <>
      <header className={classes['head']}>
        <h1>{name}</h1>
        <p>{summary}</p>
      </header>
      <div className={classes['columns']}>
        <form className={classes['form']} onSubmit={submit} aria-label={name} noValidate>
          <IssuesContext value={issues}>
            {raw ? (
              <PlainInput part={{ ...part, name: 'input' }} control={{ kind: 'json' }} />
            ) : (
              <SchemaInput {...part} />
            )}
          </IssuesContext>
          <div className={classes['send']}>
            <Button type="submit" loading={busy}>
              {t('commands.run')}
            </Button>
            <Switch
              size="xs"
              label={t('commands.asJson')}
              checked={raw}
              onChange={({ currentTarget }) => setRaw(currentTarget.checked)}
            />
          </div>
          <p className={classes['key']}>
            {t('commands.key')} <code>{key}</code>
          </p>
        </form>
        <div className={classes['beside']}>
          {told && <OutcomeCard outcome={told.outcome} onAgain={() => void send(told.key)} />}
          <CodeNotes name={name} input={input} code={key} />
          <Recent />
        </div>
      </div>
    </>
  );
}

const issuesOf = (outcome: Outcome | undefined): ReadonlyMap<string, string> =>
  new Map(outcome?.status === 'rejected' ? outcome.issues.map(({ path, message }) => [path, message]) : []);
