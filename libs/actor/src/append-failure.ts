const sqlState = /^[0-9A-Z]{5}$/;
/** Connection exceptions, insufficient resources, operator intervention, system errors: the next try may well succeed. */
const passing = ['08', '53', '57', '58', '40', '55'];

const codeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;

/**
 * What a failed append says. `data`: the database (or our own code) refuses what the turn holds, and would again:
 * nothing was written. `unknown`: the connection was lost or the machine is in trouble; it may have been committed.
 */
export function failureOf(error: unknown): 'data' | 'unknown' {
  if (error instanceof TypeError || error instanceof RangeError) return 'data';
  const code = codeOf(error);
  return code !== null && sqlState.test(code) && !passing.includes(code.slice(0, 2)) ? 'data' : 'unknown';
}
