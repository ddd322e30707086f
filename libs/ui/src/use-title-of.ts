import { useTranslation } from 'react-i18next';
import type { Row, TabCard } from 'genkan';
import { titleOf } from './record-names.ts';

/** What a record is called; one without a name is told to be so. */
export function useTitleOf(): (tab: TabCard, row: Row) => string {
  const { t } = useTranslation('ui');
  return (tab, row) => titleOf(tab, row) || t('record.unnamed');
}
