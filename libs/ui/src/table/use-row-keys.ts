import { useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';

/** Up, Down, Home, End and pages between rows: one row at a time is in the order of Tab. */
export function useRowKeys(count: number, virtual: Virtualizer<HTMLDivElement, Element>) {
  const [reached, reach] = useState(0);
  const page = 10;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: reached + 1,
      ArrowUp: reached - 1,
      Home: 0,
      End: count - 1,
      PageDown: reached + page,
      PageUp: reached - page,
    };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, step));
    const body = event.currentTarget;
    flushSync(() => reach(next));
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => body.querySelector<HTMLElement>(`[aria-rowindex="${next + 2}"] a`)?.focus());
  };
  /** The reached row if it is drawn, else the first that is. */
  const reachable = (items: readonly VirtualItem[]): number =>
    items.some(({ index }) => index === reached) ? reached : (items[0]?.index ?? 0);
  return { onKeyDown, reach, reachable };
}
