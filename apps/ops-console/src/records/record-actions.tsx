import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { CommandButton } from '../commands/command-button.tsx';
import classes from './records.module.css';

type Props = { readonly module: string; readonly id: string; readonly onDeleted: (id: string) => void };

/** What else can be done with a record: seen by its id, deleted, given to a form. */
export default function RecordActions({ module, id, onDeleted }: Props) {
  const { t } = useTranslation();
  const ability = useAbility();
  return (
    <footer className={classes['actions']}>
      <p>
        <code>{id}</code>
      </p>
      {ability.can('update', module, { id }) && (
        <Link to="/commands/$name" params={{ name: 'update-record' }} search={{ with: { module, id } }}>
          {t('records.asCommand')}
        </Link>
      )}
      {ability.can('delete', module, { id }) && (
        <CommandButton
          name="delete-record"
          input={{ module, id }}
          label={t('records.delete')}
          sure={t('records.sure')}
          onDone={({ status }) => status === 'applied' && onDeleted(id)}
        />
      )}
    </footer>
  );
}
