import type { Check } from '../check';
import { abuseAlarm } from './abuse-alarm';
import { accessLogDestination } from './access-log-destination';
import { accessLogFormat } from './access-log-format';
import { accessLogSecrets } from './access-log-secrets';
import { accountLogRole } from './account-log-role';
import { alarmAction } from './alarm-action';
import { alarmCanFire } from './alarm-can-fire';
import { alarmMetric } from './alarm-metric';
import { alarmTopicDelivers } from './alarm-topic-delivers';
import { alarmTopicEncryption } from './alarm-topic-encryption';
import { alarmTopicSubscribed } from './alarm-topic-subscribed';
import { alarmTopicTls } from './alarm-topic-tls';
import { bucketPublic } from './bucket-public';
import { controlAlarm } from './control-alarm';
import { failureAlarm } from './failure-alarm';
import { functionLogGroup } from './function-log-group';
import { functionTracing } from './function-tracing';
import { logBucket } from './log-bucket';
import { logBucketAccess } from './log-bucket-access';
import { logBucketEncryption } from './log-bucket-encryption';
import { logClass } from './log-class';
import { logEncryption } from './log-encryption';
import { logGroupWritten } from './log-group-written';
import { logOutlivesStack } from './log-outlives-stack';
import { logPolicyPublic } from './log-policy-public';
import { logRetention } from './log-retention';
import { metricFilterMatches } from './metric-filter-matches';
import { metricFilterWatched } from './metric-filter-watched';
import { stageAccessLog } from './stage-access-log';
import { stageExecutionLog } from './stage-execution-log';
import { topicPublic } from './topic-public';

export const AUDIT_CHECKS: readonly Check[] = [
  stageAccessLog,
  accessLogFormat,
  accessLogSecrets,
  accessLogDestination,
  stageExecutionLog,
  accountLogRole,
  logRetention,
  logEncryption,
  logOutlivesStack,
  logClass,
  logGroupWritten,
  logPolicyPublic,
  functionLogGroup,
  functionTracing,
  metricFilterMatches,
  metricFilterWatched,
  abuseAlarm,
  failureAlarm,
  controlAlarm,
  alarmAction,
  alarmMetric,
  alarmCanFire,
  alarmTopicDelivers,
  alarmTopicEncryption,
  alarmTopicTls,
  alarmTopicSubscribed,
  topicPublic,
  bucketPublic,
  logBucket,
  logBucketAccess,
  logBucketEncryption,
];
