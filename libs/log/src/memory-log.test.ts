import { MemoryLog, memoryStore } from './memory-log.ts';
import { describePortalLog } from './portal-log.contract.ts';

describePortalLog('MemoryLog', async () => {
  const store = memoryStore();
  return { open: () => new MemoryLog(store), close: async () => {} };
});
