import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './record-panel.module.css';

type Props = {
  readonly title: string;
  readonly kind: string;
  /** Stands beside the name. */
  readonly beside?: ReactNode;
  /** For who has more to show than the fields of a record. */
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Escape in an open list of choices closes that list only. */
const closes = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Escape' && !(target instanceof Element && target.getAttribute('aria-expanded') === 'true');

/** What opens beside a list. It takes the focus; Escape closes it. */
export function Panel({ title, kind, beside, wide = false, onClose, children }: Props) {
  const { t } = useTranslation('ui');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside
      className={classes['panel']}
      data-wide={wide}
      aria-label={title}
      onKeyDown={(event) => closes(event) && onClose()}
    >
      <header className={classes['head']}>
        <div className={classes['names']}>
          <p className={classes['kind']}>{kind}</p>
          <h2 ref={heading} tabIndex={-1} className={classes['title']}>
            {title}
          </h2>
        </div>
        {beside}
        <CloseButton aria-label={t('close')} onClick={onClose} />
      </header>
      <div className={classes['body']}>{children}</div>
    </aside>
  );
}
