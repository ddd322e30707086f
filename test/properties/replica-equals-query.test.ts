import { describeReplicas } from './replica-equals-query.contract.ts';

describeReplicas('on the embedded database');
