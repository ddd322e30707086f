/**
 * Where the last row of which something was sent began, by session and by what it is of. A row that begins there again
 * is the same row: that nothing more was sent under it must not take back what was.
 */
export class RowsAgain<Of extends object> {
  readonly #from = new WeakMap<Of, Map<string, number>>();

  ended(of: Of, name: string, from: number): void {
    const own = this.#from.get(of) ?? new Map<string, number>();
    this.#from.set(of, own.set(name, from));
  }

  has(of: Of, name: string, from: number): boolean {
    return this.#from.get(of)?.get(name) === from;
  }
}
