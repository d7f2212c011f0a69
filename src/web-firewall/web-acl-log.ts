import { Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { accountArn } from '../encryption/account-arn';
import type { IDataKey } from '../encryption/data-key';
import { type LogOptions, EncryptedLogGroup } from '../encryption/encrypted-log-group';

/** Headers that prove who is calling: they are kept out of logs and samples. WAF keeps header names in lower case. */
const SECRET_HEADERS = ['authorization', 'x-api-key', 'cookie'];

// What WAF did with a request that is worth a log event; the access log of the stage holds the others too.
const LOGGED_ACTIONS = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE'];

/** Replaces credentials by `REDACTED` in everything that WAF keeps of a request: logs, samples, details of a match. */
export const DATA_PROTECTION: wafv2.CfnWebACL.DataProtectionConfigProperty = {
  dataProtections: [
    { field: { fieldType: 'SINGLE_HEADER', fieldKeys: SECRET_HEADERS }, ...everywhere() },
    { field: { fieldType: 'SINGLE_COOKIE' }, ...everywhere() },
  ],
};

/** Properties of a `WebAclLog`. */
export interface WebAclLogProps extends LogOptions {
  readonly webAclArn: string;
  /** Unique among the web ACLs of the stack. */
  readonly webAclName: string;
  readonly dataKey?: IDataKey;
}

/** The log of a web ACL: an encrypted log group that only WAF's delivery may write to, and the configuration that fills it. */
export class WebAclLog extends Construct {
  public readonly configuration: wafv2.CfnLoggingConfiguration;
  public readonly logGroup: EncryptedLogGroup;

  public constructor(scope: Construct, id: string, props: WebAclLogProps) {
    super(scope, id);
    // WAF insists on the prefix; a retained group keeps its name, so the name holds the stack instance's GUID.
    const name = `aws-waf-logs-${props.webAclName}`;
    const logGroupName = `${name}-${Fn.select(2, Fn.split('/', Stack.of(this).stackId))}`;
    this.logGroup = new EncryptedLogGroup(this, 'Group', {
      dataKey: props.dataKey,
      retention: props.retention,
      removalPolicy: props.removalPolicy,
      logGroupName,
      namePattern: `${name}-*`,
      resourcePolicy: deliveryPolicy(Stack.of(this), logGroupName),
    });
    this.configuration = new wafv2.CfnLoggingConfiguration(this, 'Resource', {
      resourceArn: props.webAclArn,
      logDestinationConfigs: [this.logGroup.logGroupArn],
      redactedFields: SECRET_HEADERS.map((header) => ({ singleHeader: { Name: header } })),
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [{
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: LOGGED_ACTIONS.map((Action) => ({ ActionCondition: { Action } })),
        }],
      },
    });
  }
}

/**
 * The policy that AWS would otherwise add by itself, through a call that a deployment role may lack the right to make.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
function deliveryPolicy(stack: Stack, logGroupName: string): iam.PolicyDocument {
  return new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({
      sid: 'AWSLogDeliveryWrite',
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [accountArn(stack, 'logs', `log-group:${logGroupName}:log-stream:*`)],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': accountArn(stack, 'logs', '*') },
      },
    })],
  });
}

function everywhere(): Pick<wafv2.CfnWebACL.DataProtectProperty, 'action' | 'excludeRateBasedDetails' | 'excludeRuleMatchDetails'> {
  return { action: 'SUBSTITUTION', excludeRateBasedDetails: false, excludeRuleMatchDetails: false };
}
