import { useEffect, useRef, type ReactNode } from 'react';
import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './side-panel.module.css';

type Props = {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Beside a list that stays usable: what is open of it. Escape closes it and gives the focus back. */
export function SidePanel({ kind, title, onClose, children }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const close = (): void => {
    document.querySelector<HTMLElement>('tr[data-open="true"] a')?.focus();
    onClose();
  };
  return (
    <aside className={classes['panel']} aria-label={title} onKeyDown={({ key }) => key === 'Escape' && close()}>
      <header className={classes['head']}>
        <div>
          <p className={classes['kind']}>{kind}</p>
          <h2 ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <CloseButton aria-label={t('close')} onClick={close} />
      </header>
      <div className={classes['body']}>{children}</div>
    </aside>
  );
}
