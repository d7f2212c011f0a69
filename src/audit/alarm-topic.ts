import { type ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { accountArn } from '../encryption/account-arn';
import { type IDataKey, DataKey } from '../encryption/data-key';
import { KeyUse } from '../encryption/key-use';
import { acknowledge, refuse } from '../validation';
import { shown } from '../values/rule-error';

/** Properties of an `AlarmTopic`. */
export interface AlarmTopicProps {
  /**
   * E-mail addresses that hear of alarms. Each gets a message first, and confirms by the link in it.
   *
   * @default - nobody hears of alarms until someone subscribes
   */
  readonly subscribers?: string[];

  /**
   * The key that encrypts the messages.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;
}

/**
 * An encrypted SNS topic that the CloudWatch alarms of this account, and nobody else, can publish to: its key admits CloudWatch (the
 * key that SNS manages itself does not, and such alarms are lost in silence), and its policy refuses connections without TLS.
 *
 * Creates 2 CloudFormation resources, 1 more per subscriber (and a `DataKey`, unless one is given); e-mails cost cents a
 * month.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlarmTopic extends Construct implements sns.ITopicRef {
  /** ARN of the topic. */
  public readonly topicArn: string;
  /** Reference to the topic. */
  public readonly topicRef: sns.TopicReference;
  /** Account and Region of the topic. */
  public readonly env: ResourceEnvironment;

  /**
   * @throws ValidationError AlarmSubscriber
   */
  public constructor(scope: Construct, id: string, props: AlarmTopicProps = {}) {
    super(scope, id);
    const subscribers = props.subscribers ?? [];
    subscribers.forEach((address, at) => {
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) || subscribers.indexOf(address) !== at) {
        refuse(this, 'AlarmSubscriber', `subscribers are e-mail addresses, each named once, received: ${shown(address)}`);
      }
    });
    const dataKey = props.dataKey ?? new DataKey(this, 'Key');
    dataKey.admit(KeyUse.alarmTopics(this));
    const topic = new sns.CfnTopic(this, 'Resource', { kmsMasterKeyId: dataKey.keyArn });
    new sns.CfnTopicPolicy(this, 'Policy', { topics: [topic.ref], policyDocument: this.policy(topic.ref) });
    subscribers.forEach((address) => {
      const subscription = new sns.CfnSubscription(this, address, { topicArn: topic.ref, protocol: 'email', endpoint: address });
      acknowledge(subscription,
        'A person reads these e-mails: a queue of undelivered ones would tell nobody, while the state of every alarm stays in CloudWatch.',
        'Serverless-SNSRedrivePolicy');
    });
    this.topicArn = topic.ref;
    this.topicRef = topic.topicRef;
    this.env = topic.env;
  }

  private policy(topicArn: string): iam.PolicyDocument {
    return new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'AlarmsOfThisAccount',
          principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
          actions: ['sns:Publish'],
          resources: [topicArn],
          conditions: {
            StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
            ArnLike: { 'aws:SourceArn': accountArn(this, 'cloudwatch', 'alarm:*') },
          },
        }),
        new iam.PolicyStatement({
          sid: 'TlsOnly',
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['sns:Publish'],
          resources: [topicArn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ],
    });
  }
}
