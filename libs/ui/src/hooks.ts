import { createHooks } from 'genkan/react';

/** The pages' hooks. Untyped over fields: a page shows whatever the member may see. */
export const {
  PortalProvider,
  useAbility,
  useClient,
  useCommand,
  useInbox,
  useLiveRecords,
  usePresence,
  useRecord,
  useStatus,
} = createHooks();
