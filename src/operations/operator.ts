import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import { callerArn } from './caller';
import { type Clock, clockOfAws } from './clock';
import { TIMES } from './times';
import { wafClient } from './waf/client';

/** A person who acts on a live account: the clients with their credentials, and who they are. */
export interface Operator {
  readonly waf: WAFV2Client;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly lambda: LambdaClient;
  readonly cloudFormation: CloudFormationClient;
  readonly clock: Clock;
  /** The ARN of the caller. */
  who(): Promise<string>;
}

/** Whoever the credentials of this machine belong to, in the Region that is set for it. */
export function thisOperator(): Operator {
  const ssm = new SSMClient({ maxAttempts: 5, requestHandler: TIMES });
  const waf = wafClient();
  const s3 = new S3Client({ maxAttempts: 5, requestHandler: TIMES });
  return {
    ssm,
    waf,
    s3,
    // A run of the feed takes as long as its sources.
    lambda: new LambdaClient({ maxAttempts: 5, requestHandler: { connectionTimeout: 5000, requestTimeout: 300_000 } }),
    cloudFormation: new CloudFormationClient({ maxAttempts: 5, requestHandler: TIMES }),
    clock: clockOfAws([ssm, waf, s3]),
    who: () => callerArn({ region: () => ssm.config.region(), credentials: () => ssm.config.credentials() }),
  };
}
