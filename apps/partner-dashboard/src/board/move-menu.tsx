import { useEffect, useRef } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { ArrowRightLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keyOf, type Column } from './columns.ts';
import classes from './board.module.css';

type Props = {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The card was moved from here: take the focus, and say so once it is taken. */
  readonly focused: boolean;
  readonly onFocused: () => void;
  readonly onMove: (to: Column) => void;
};

/** Moving without dragging: for keyboards, screen readers, and whoever likes it better. */
export function MoveMenu({ name, columns, focused, onFocused, onMove }: Props) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!focused) return;
    button.current?.focus();
    onFocused();
  }, [focused, onFocused]);
  return (
    <Menu
      position="bottom-end"
      shadow="md"
      returnFocus={false}
      withinPortal={false}
      floatingStrategy="fixed"
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <ActionIcon
          ref={button}
          className={classes['move'] ?? ''}
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('board.move', { name })}
        >
          <ArrowRightLeft size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('board.moveTo')}</Menu.Label>
        {columns.map((column) => (
          <Menu.Item key={keyOf(column)} onClick={() => onMove(column)}>
            {column.label ?? t('board.none')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
