import { getRouteApi } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './empty-list.module.css';

const route = getRouteApi('/records/$module');

/** Nothing to show, and why: nothing is shared yet, or the filters let nothing through. */
export function EmptyList({ label, filtered }: { readonly label: string; readonly filtered: boolean }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const clear = () => void navigate({ search: ({ text: _, pick: __, ...rest }) => rest });
  return (
    <div className={classes['empty']}>
      <h2>{filtered ? t('empty.noMatch') : t('empty.noRecords', { label })}</h2>
      {!filtered && <p>{t('empty.noRecordsHint')}</p>}
      {filtered && (
        <Button variant="default" size="xs" onClick={clear}>
          {t('empty.clearFilters')}
        </Button>
      )}
    </div>
  );
}
