import { describeReplicas } from './describe-replicas.ts';

describeReplicas('on the embedded database');
