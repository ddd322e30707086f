import { Keeper, type Kept } from './keeper.ts';
import type { OfflineStore } from './offline-store.ts';

/** Tells the keeper, in the order it is told; nothing when nothing is kept. */
export type Keep = (tell: (keeper: Keeper) => void) => void;
export type Keeping = {
  readonly keep: Keep;
  /** What an earlier client left; null when there is nothing to go on from. */
  readonly kept: Kept | null;
  close(): Promise<void>;
};

/** Opens what is kept. A store that fails, now or later, keeps nothing more, and the client goes on without it. */
export async function openKeeping(
  store: OfflineStore | 'indexeddb',
  failed: (error: unknown) => void,
): Promise<Keeping> {
  let present = true;
  const stop = (error: unknown): null => {
    if (present) failed(error);
    present = false;
    return null;
  };
  const opened = await Keeper.open(store, stop).catch(stop);
  return {
    keep: (tell) => {
      if (present && opened) tell(opened.keeper);
    },
    kept: opened?.kept ?? null,
    close: async () => {
      present = false;
      await opened?.keeper.close();
    },
  };
}
