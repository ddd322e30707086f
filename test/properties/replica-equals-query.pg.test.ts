import { describeReplicas } from './replica-equals-query.contract.ts';

describeReplicas('on two nodes over PostgreSQL');
