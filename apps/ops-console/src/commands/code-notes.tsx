import { useState } from 'react';
import { Button } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asCurl, asSdkCall } from './as-code.ts';
import classes from './commands.module.css';

type Props = { readonly name: string; readonly input: unknown; readonly code: string };

/** The command as it can be put into a program or a shell. */
export function CodeNotes({ name, input, code: key }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes['code']}>
      <h2 className={classes['heading']}>{t('commands.code')}</h2>
      <CopyText label={t('commands.sdk')} text={asSdkCall(name, input, key)} />
      <CopyText label={t('commands.curl')} text={asCurl(window.location.origin, name, input, key)} />
    </section>
  );
}

function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState('');
  const Icon = copied === text ? Check : Copy;
  // Where there is no clipboard (plain HTTP), the text stands there to be marked by hand.
  const copy = (): void =>
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(text),
      () => {},
    );
  return (
    <div className={classes['copy']}>
      <h3>{label}</h3>
      <Button
        size="compact-xs"
        variant="default"
        onClick={copy}
        leftSection={<Icon size={12} aria-hidden />}
        aria-label={t('commands.copyOf', { what: label })}
      >
        {copied === text ? t('commands.copied') : t('commands.copy')}
      </Button>
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
