import { useEffect, useRef, useState } from 'react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { Row, TabCard } from 'genkan';
import { FieldText } from '@genkan/ui/field-text.tsx';
import { useAbility } from '@genkan/ui/hooks.ts';
import { titleField } from '@genkan/ui/record-names.ts';
import { useTitleOf } from '@genkan/ui/use-title-of.ts';
import { layoutFields } from '@genkan/ui/layout-fields.ts';
import type { Column } from './columns.ts';
import { MoveMenu } from './move-menu.tsx';
import classes from './board.module.css';

type Props = {
  readonly module: string;
  readonly tab: TabCard;
  readonly field: string;
  readonly money: string | null;
  readonly column: Column;
  readonly columns: readonly Column[];
  readonly row: Row;
  readonly top: number;
  readonly focused: boolean;
  readonly follow: (id: string | null) => void;
  readonly onMove: (row: Row, to: Column) => void;
  readonly pendingFields: (id: string) => readonly string[];
};

const route = getRouteApi('/records/$module');

/** A record as a card. It can be dragged, or moved by its menu, only if this member may edit what parts the board. */
export function BoardCard(props: Props) {
  const { module, tab, field, money, column, columns, row, top, focused, follow, onMove, pendingFields } = props;
  const search = route.useSearch();
  const movable = useAbility().can('update', module, { id: row.id, field });
  const { place, dragged } = useDrag(row.id, movable);
  const side = sideField(tab, field, money);
  const name = useTitleOf()(tab, row);
  return (
    <article
      ref={place}
      className={classes['card']}
      style={{ top }}
      data-id={row.id}
      data-dragged={dragged}
      data-movable={movable}
      data-open={search.open === row.id}
      data-pending={pendingFields(row.id).includes(field)}
    >
      <Link className={classes['title']} to="/records/$module" params={{ module }} search={{ ...search, open: row.id }}>
        {name}
      </Link>
      <p className={classes['line']}>{fieldText(tab, money, row)}</p>
      <p className={classes['line']}>{fieldText(tab, side, row)}</p>
      {movable && (
        <MoveMenu
          name={name}
          columns={columns.filter(({ value }) => value !== column.value)}
          focused={focused}
          onFocused={() => follow(null)}
          onMove={(to) => onMove(row, to)}
        />
      )}
    </article>
  );
}

function fieldText(tab: TabCard, field: string | null, row: Row) {
  const card = field === null ? undefined : tab.fields[field];
  return field !== null && card && <FieldText card={card} value={row[field] ?? null} />;
}

/** What says most beside name and money: whom it is for, or else when. */
function sideField(tab: TabCard, field: string, money: string | null): string | null {
  const rest = layoutFields(tab).filter((each) => each !== field && each !== money && each !== titleField(tab));
  const named = rest.find((each) => tab.fields[each]?.type === 'lookup' && tab.fields[each]?.module !== undefined);
  return named ?? rest.find((each) => tab.fields[each]?.type === 'date') ?? rest[0] ?? null;
}

function useDrag(id: string, movable: boolean) {
  const place = useRef<HTMLElement>(null);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element || !movable) return;
    return draggable({
      element,
      getInitialData: () => ({ id }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [id, movable]);
  return { place, dragged };
}
