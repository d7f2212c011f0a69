import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IDataKey } from '../encryption/data-key';
import { REGULATED, acknowledge } from '../validation';

/** For how many days earlier versions of a list, which are its audit records too, are kept. */
const HISTORY_DAYS = 365;
/** For how many days what came of each run is kept. */
const RUN_DAYS = 30;

/** Where a fed list is kept with every earlier version: versioned, encrypted, TLS only, closed to the public, retained. 2 CloudFormation resources. */
export class ListBucket extends Construct {
  public readonly bucketName: string;
  public readonly bucketArn: string;

  public constructor(scope: Construct, id: string, dataKey: IDataKey) {
    super(scope, id);
    const bucket = new s3.CfnBucket(this, 'Resource', {
      versioningConfiguration: { status: 'Enabled' },
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{
          bucketKeyEnabled: true, serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: dataKey.keyArn },
        }],
      },
      publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
      lifecycleConfiguration: {
        rules: [
          { id: 'history', status: 'Enabled', prefix: 'list.json', noncurrentVersionExpiration: { noncurrentDays: HISTORY_DAYS } },
          { id: 'runs', status: 'Enabled', prefix: 'last-run.json', noncurrentVersionExpiration: { noncurrentDays: RUN_DAYS } },
        ],
      },
    });
    bucket.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(bucket, 'Who changed the list stands in every version of it; who else read it is a matter for CloudTrail\'s data events, which an account turns on once.',
      'AwsSolutions-S1', ...REGULATED.map((pack) => `${pack}-S3BucketLoggingEnabled`));
    acknowledge(bucket, 'The list stands in the IP sets of this Region too, and its sources say it again with the next run.',
      ...REGULATED.map((pack) => `${pack}-S3BucketReplicationEnabled`));
    new s3.CfnBucketPolicy(this, 'Policy', {
      bucket: bucket.ref,
      policyDocument: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          sid: 'TlsOnly',
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['s3:*'],
          resources: [bucket.attrArn, `${bucket.attrArn}/*`],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        })],
      }),
    });
    this.bucketName = bucket.ref;
    this.bucketArn = bucket.attrArn;
  }
}
