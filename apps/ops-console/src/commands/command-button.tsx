import { useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Outcome } from 'genkan';
import { useAbility, useClient } from '@genkan/ui/hooks.ts';
import { useRefusalSentence } from '@genkan/ui/refusal.ts';
import { run } from './run.ts';
import classes from './command-button.module.css';

type Props = {
  readonly name: string;
  readonly input: unknown;
  readonly label: string;
  /** Asks once more before it is sent. */
  readonly sure?: string;
  readonly onDone?: (outcome: Outcome) => void;
};

/** A command of which nothing is left to fill in. It is not there for who may not issue it. */
export function CommandButton({ name, input, label, sure, onDone }: Props) {
  const { t } = useTranslation();
  const client = useClient();
  const issuable = useAbility().card?.commands.includes(name) ?? false;
  const sentence = useRefusalSentence();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  if (!issuable) return null;
  const send = async (): Promise<void> => {
    setAsking(false);
    setBusy(true);
    const ended = await run(client, name, input, crypto.randomUUID());
    setBusy(false);
    setOutcome(ended);
    onDone?.(ended);
  };
  const danger = sure !== undefined;
  return (
    <div className={classes['command']}>
      {asking ? (
        <div className={classes['ask']} role="group" aria-label={label}>
          <span>{sure}</span>
          <Button size="compact-sm" color="red.8" onClick={() => void send()} autoFocus>
            {label}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t('commands.leave')}
          </Button>
        </div>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          onClick={() => (danger ? setAsking(true) : void send())}
        >
          {label}
        </Button>
      )}
      {outcome && (
        <p className={classes['told']} role="status" data-status={outcome.status}>
          {outcome.status === 'applied' ? t('outcomes.applied') : sentence(outcome)}
        </p>
      )}
    </div>
  );
}
