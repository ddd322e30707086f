/** Settings without which an acknowledged change can be lost with the machine (P1), and the values that are refused. */
const refused: Readonly<Record<string, string>> = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

export const durabilityQuery = `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`;

export class WeakDurability extends Error {
  constructor(names: readonly string[]) {
    super(
      `PostgreSQL runs with ${names.map((name) => `${name}=off`).join(' and ')}: an acknowledged change could be lost. Switch it on, or allow it by ALLOW_WEAK_DURABILITY=true.`,
    );
  }
}

/** The settings that break the promise. */
export const weakSettings = (rows: readonly { name: string; setting: string }[]): readonly string[] =>
  rows.filter(({ name, setting }) => refused[name] === setting).map(({ name }) => name);
