import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldCard, Value } from 'genkan';
import { FieldText } from '../field-text.tsx';
import { useRefusalSentence, type Refused } from '../refusal.ts';
import { useEdits, type Trouble } from '../edits/edits.tsx';
import classes from './notice.module.css';

type Props = {
  readonly card: FieldCard;
  readonly trouble: Trouble;
  readonly refused: Refused;
  /** Puts one's own value back into the input; absent where it cannot be edited any more. */
  readonly onAgain: ((mine: Value) => void) | undefined;
};

/** An edit that was not applied: why, and one's own value, which is not lost. */
export function RefusedNotice({ card, trouble, refused, onAgain }: Props) {
  const { t } = useTranslation('ui');
  const sentence = useRefusalSentence();
  const { dismiss, insist } = useEdits();
  const again = () => {
    dismiss(trouble);
    onAgain?.(trouble.mine);
  };
  return (
    <div className={classes['notice']} role="alert" data-kind="refused">
      <p className={classes['sentence']}>{sentence(refused)}</p>
      <dl className={classes['pair']}>
        <dt>{t('conflict.mine')}</dt>
        <dd>
          <FieldText card={card} value={trouble.mine} />
        </dd>
      </dl>
      <div className={classes['choices']}>
        {refused.status === 'unknown' ? (
          <Button size="compact-sm" onClick={() => void insist(trouble)}>
            {t('edits.sendAgain')}
          </Button>
        ) : (
          onAgain && (
            <Button size="compact-sm" onClick={again}>
              {t('edits.editAgain')}
            </Button>
          )
        )}
        <Button size="compact-sm" variant="default" onClick={() => dismiss(trouble)}>
          {t('edits.discard')}
        </Button>
      </div>
    </div>
  );
}
