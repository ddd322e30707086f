/** How many refusals of a member became entries in the running minute. */
export type RefusalCount = { readonly minute: number; readonly count: number };
export type RefusalTrace = 'entry' | 'counter-entry' | 'receipt';

export const refusalsAMinute = 20;

/**
 * What a refusal for lack of right leaves behind: an entry up to twenty times a minute, then one entry that says there
 * were more (outcome `too-many`), then receipts only: nobody can fill the log by being refused.
 */
export function countRefusal(
  before: RefusalCount | undefined,
  at: string,
): { readonly count: RefusalCount; readonly trace: RefusalTrace } {
  const minute = Math.floor(Date.parse(at) / 60_000);
  const count = before?.minute === minute ? before.count + 1 : 1;
  const trace = count <= refusalsAMinute ? 'entry' : count === refusalsAMinute + 1 ? 'counter-entry' : 'receipt';
  return { count: { minute, count }, trace };
}
