import { accessAnswerRead } from './access-answer.ts';
import { auditRead } from './audit.ts';
import { consentFormsRead } from './consent-forms.ts';
import { conversionDryRunRead } from './conversion-dry-run.ts';
import { conversionsRefusedRead } from './conversions-refused.ts';
import type { Read } from './define-read.ts';
import { draftDiffRead } from './draft-diff.ts';
import { exposureRead } from './exposure.ts';
import { previewAbilityRead, previewRecordsRead, previewsRead } from './preview.ts';
import { explainRead } from './explain.ts';
import { licenceRead, priceRead } from './licence.ts';
import { exportMyDataRead } from './export-my-data.ts';
import { fieldHistoryRead } from './field-history.ts';
import { logEntriesRead } from './log-entries.ts';
import { membersRead } from './members.ts';
import { overviewRead } from './overview.ts';
import { recordRead } from './record.ts';
import { recordsAtRead } from './records-at.ts';
import { recordsRead } from './records.ts';
import { relatedTabsRead } from './related-tabs.ts';
import { abilityRead, catalogueRead } from './rules.ts';
import { schemaRead, userTypeSchemaRead } from './schema.ts';
import { countRead, sumRead } from './totals.ts';
import { traceRead } from './trace.ts';
import { userTypeHistoryRead } from './user-type-history.ts';
import { userTypesRead } from './user-types.ts';
import { whoCouldSeeRead } from './who-could-see.ts';

/** Every read once. */
export const reads: readonly Read[] = [
  recordsRead,
  countRead,
  sumRead,
  recordRead,
  abilityRead,
  catalogueRead,
  logEntriesRead,
  traceRead,
  conversionDryRunRead,
  conversionsRefusedRead,
  membersRead,
  exportMyDataRead,
  accessAnswerRead,
  consentFormsRead,
  userTypesRead,
  overviewRead,
  relatedTabsRead,
  whoCouldSeeRead,
  recordsAtRead,
  fieldHistoryRead,
  auditRead,
  schemaRead,
  userTypeSchemaRead,
  explainRead,
  previewRecordsRead,
  previewAbilityRead,
  previewsRead,
  draftDiffRead,
  exposureRead,
  userTypeHistoryRead,
  licenceRead,
  priceRead,
];

const byName = new Map(reads.map((read) => [read.name, read]));
export const readByName = (name: string): Read | undefined => byName.get(name);
