import { describeReplicas } from './describe-replicas.ts';

describeReplicas('on two nodes over PostgreSQL');
