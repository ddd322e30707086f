import { createHooks } from 'genkan/react';

/** The page's hooks. Untyped over fields: it shows whatever the member's user type lets him see. */
export const { PortalProvider, useAbility, useClient, useLiveRecords, useStatus } = createHooks();
