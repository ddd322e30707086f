import { Avatar } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { usePresence } from '../hooks.ts';
import { initialsOf } from '../initials.ts';
import classes from './presence.module.css';

export type Others = ReturnType<typeof usePresence>;

/** A name, or that it is somebody: who one may not know stays unnamed. */
export function useNameOf(): (other: Others[number]) => string {
  const { t } = useTranslation('ui');
  return ({ name, kind }) => name ?? t(`presence.${kind}`);
}

const most = 4;

/** Who else is at this record. */
export function PresenceAvatars({ others }: { readonly others: Others }) {
  const { t } = useTranslation('ui');
  const nameOf = useNameOf();
  if (others.length === 0) return null;
  const names = others.map(nameOf).join(', ');
  return (
    <div className={classes['others']} role="img" aria-label={t('presence.here', { names })} title={names}>
      {others.slice(0, most).map((other) => (
        <Avatar key={other.id} size={26} color="indigo" variant="light" className={classes['one'] ?? ''}>
          {initialsOf(nameOf(other))}
        </Avatar>
      ))}
      {others.length > most && <span>+{others.length - most}</span>}
    </div>
  );
}

/** Somebody else is typing in this field. */
export function EditingNote({ others, field }: { readonly others: Others; readonly field: string }) {
  const { t } = useTranslation('ui');
  const nameOf = useNameOf();
  const [first] = others.filter(({ data }) => data.editing === field);
  return first ? <span className={classes['editing']}>{t('presence.editing', { name: nameOf(first) })}</span> : null;
}
