/** Where a replica is kept across visits. Values are plain data, as structured cloning takes them. */
export type OfflineStore = {
  /** Everything that is kept, by key. */
  read(): Promise<ReadonlyMap<string, unknown>>;
  /** All of it or nothing; undefined takes a key out. Never called again before the last call has ended. */
  write(changes: ReadonlyMap<string, unknown>): Promise<void>;
  clear(): Promise<void>;
  /** The client has closed; another may open the same. */
  close?(): Promise<void>;
};
