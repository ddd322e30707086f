/** The code of an error of the system or of a database; null: it has none. Asked by shape, for realms differ in `Error`. */
export const errorCode = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
