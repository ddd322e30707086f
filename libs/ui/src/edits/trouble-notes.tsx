import type { ReactNode } from 'react';
import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Value } from 'genkan';
import { typedText } from '../field-words.ts';
import { useRefusalSentence } from '../refusal.ts';
import { useInbox } from '../hooks.ts';
import { useEdits, type Trouble } from './edits.tsx';
import { InboxNote } from './inbox-note.tsx';
import classes from './trouble-notes.module.css';

type Props = {
  readonly open: string | undefined;
  /** Leads to the record of an edit. */
  readonly link: (place: Pick<Trouble, 'module' | 'id'>, text: string) => ReactNode;
  /** Leads to the form of a new record, filled in with what was refused. */
  readonly onFillAgain?: (module: string, values: Readonly<Record<string, Value>>) => void;
};

/** Edits that were not applied and that no field of the open record can tell of. */
export function TroubleNotes({ open, link, onFillAgain }: Props) {
  const { troubles } = useEdits();
  const late = useInbox();
  const others = troubles.filter(({ id, why }) => id !== open || why.kind === 'lost');
  if (others.length === 0 && late.length === 0) return null;
  return (
    <div className={classes['notes']}>
      {others.map((trouble) => (
        <Note key={`${trouble.id} ${trouble.field}`} trouble={trouble} link={link} />
      ))}
      {late.map((entry) => (
        <InboxNote key={entry.key} {...{ entry, link, onFillAgain }} />
      ))}
    </div>
  );
}

function Note({ trouble, link }: { readonly trouble: Trouble; readonly link: Props['link'] }) {
  const { t } = useTranslation('ui');
  const sentence = useRefusalSentence();
  const { dismiss } = useEdits();
  const { why } = trouble;
  return (
    <div className={classes['note']} role="alert">
      <div>
        <strong>{t('edits.notSaved')}</strong>
        <p>{why.kind === 'refused' ? sentence(why.refused) : t(`${why.kind}.title`)}</p>
        <p className={classes['mine']}>{typedText(trouble.mine)}</p>
        {link(trouble, t('edits.openRecord'))}
      </div>
      <CloseButton size="sm" aria-label={t('close')} onClick={() => dismiss(trouble)} />
    </div>
  );
}
