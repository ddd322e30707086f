import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Outcome } from 'genkan';
import { useRefusalSentence } from '@genkan/ui/refusal.ts';
import { StatusWord } from './status-word.tsx';
import classes from './commands.module.css';

/** The outcome as the SDK's value: what one's own code would have got. */
export function OutcomeCard({ outcome, onAgain }: { readonly outcome: Outcome; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  const sentence = useRefusalSentence();
  return (
    <section
      className={classes['outcome']}
      role="status"
      data-status={outcome.status}
      aria-label={t('commands.outcome')}
    >
      <h2 className={classes['heading']}>
        {t('commands.outcome')} <StatusWord status={outcome.status} />
      </h2>
      {outcome.status !== 'applied' && <p>{sentence(outcome)}</p>}
      <pre tabIndex={0}>{JSON.stringify(outcome, null, 2)}</pre>
      {outcome.status === 'unknown' && (
        <Button size="compact-sm" onClick={onAgain}>
          {t('commands.again')}
        </Button>
      )}
    </section>
  );
}
