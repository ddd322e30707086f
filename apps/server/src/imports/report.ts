import type { ImportReport } from './import-shapes.ts';
import type { RowOutcome } from './import-store.ts';

/** The most refused rows a report names; the counts are always whole. */
const named = 1000;

export const reportOf = (
  of: Pick<ImportReport, 'id' | 'module' | 'status' | 'rows'>,
  counts: ImportReport['counts'],
  outcomes: readonly RowOutcome[],
): ImportReport => ({
  ...of,
  counts,
  refused: outcomes
    .filter(({ outcome }) => outcome === 'refused')
    .sort((a, b) => a.row - b.row)
    .slice(0, named)
    .map(({ row, code, column }) => ({ row, code: code ?? 'invalid', column })),
});
