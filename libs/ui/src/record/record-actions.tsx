import { useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Row } from 'genkan';
import { useAbility, useClient } from '../hooks.ts';
import { useRefusalSentence, type Refused } from '../refusal.ts';
import notices from './notice.module.css';
import classes from './record-actions.module.css';

type Props = {
  readonly module: string;
  readonly row: Row;
  readonly onDeleted: () => void;
  readonly onCopied: (id: string | null) => void;
};

/** Copying and deleting, as far as they are granted on this record. Deleting asks once. */
export function RecordActions({ module, row, onDeleted, onCopied }: Props) {
  const { t } = useTranslation('ui');
  const client = useClient();
  const ability = useAbility();
  const sentence = useRefusalSentence();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const may = (action: 'copy' | 'delete') => ability.can(action, module, { id: row.id });
  const issue = async (name: 'copy-record' | 'delete-record', done: (id: string | null) => void) => {
    setBusy(true);
    const outcome = await client.command(name, { module, id: row.id });
    setBusy(false);
    setAsking(false);
    if (outcome.status !== 'applied') return setRefused(outcome);
    done(typeof outcome.result['id'] === 'string' ? outcome.result['id'] : null);
  };
  if (!may('copy') && !may('delete')) return null;
  return (
    <div className={classes['actions']}>
      {refused && (
        <p className={notices['sentence']} role="alert">
          {sentence(refused)}
        </p>
      )}
      {asking ? (
        <>
          <span>{t('actions.sure')}</span>
          <Button size="compact-sm" color="red" loading={busy} onClick={() => void issue('delete-record', onDeleted)}>
            {t('actions.delete')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t('actions.keep')}
          </Button>
        </>
      ) : (
        <>
          {may('copy') && (
            <Button
              size="compact-sm"
              variant="default"
              loading={busy}
              onClick={() => void issue('copy-record', onCopied)}
            >
              {t('actions.copy')}
            </Button>
          )}
          {may('delete') && (
            <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
              {t('actions.delete')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
