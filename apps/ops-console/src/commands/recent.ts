import { useSyncExternalStore } from 'react';

/** A command as it was sent, to be looked at or sent again. */
export type Sent = {
  readonly key: string;
  readonly name: string;
  readonly input: unknown;
  readonly at: number;
  readonly status: string;
};

/** For this tab, until one signs out: inputs may hold what the law calls personal. */
const place = 'genkan-console-recent';
const most = 20;
const listeners = new Set<() => void>();
let kept: readonly Sent[] | null = null;

function read(): readonly Sent[] {
  if (kept) return kept;
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]');
    kept = Array.isArray(found) ? found : [];
  } catch {
    kept = [];
  }
  return kept;
}

function write(next: readonly Sent[]): void {
  kept = next;
  sessionStorage.setItem(place, JSON.stringify(next));
  listeners.forEach((draw) => draw());
}

/** The newest first; one that is sent again under its key takes its own place. */
export const keepRecent = (sent: Sent): void =>
  write([sent, ...read().filter(({ key }) => key !== sent.key)].slice(0, most));

export function forgetRecent(): void {
  write([]);
  sessionStorage.removeItem(place);
}

export const useRecent = (): readonly Sent[] =>
  useSyncExternalStore((draw) => {
    listeners.add(draw);
    return () => void listeners.delete(draw);
  }, read);
