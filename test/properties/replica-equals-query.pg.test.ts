import { test } from '@jest/globals';
import { describeReplicas } from './replica-equals-query.contract.ts';
import { postgresThere } from './rig/own-place.ts';

if (await postgresThere()) describeReplicas('by two processes over PostgreSQL');
else test.skip('replica equals query over PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
