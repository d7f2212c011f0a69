/**
 * An AWS service that an isolated network reaches through an interface endpoint of its own.
 *
 * Each costs $7.30 a month and zone, and $0.01 a GB (us-east-1).
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export class ServiceEndpoint {
  /** CloudWatch Logs. A function in the network needs it only to call the Logs API: its own log lines take another way. */
  public static readonly LOGS = new ServiceEndpoint('logs');
  /** CloudWatch metrics. */
  public static readonly MONITORING = new ServiceEndpoint('monitoring');
  /** Key Management Service. */
  public static readonly KMS = new ServiceEndpoint('kms');
  /** Secrets Manager. */
  public static readonly SECRETS_MANAGER = new ServiceEndpoint('secretsmanager');
  /** Security Token Service; `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` pass for the roles of this account. */
  public static readonly STS = new ServiceEndpoint('sts');
  /** Cognito user pools; `GetClientToken` passes without an IAM identity, for the user pools of this account. */
  public static readonly COGNITO_IDP = new ServiceEndpoint('cognito-idp');
  /** AWS WAF. */
  public static readonly WAFV2 = new ServiceEndpoint('wafv2');
  /** Systems Manager, with its parameters. */
  public static readonly SSM = new ServiceEndpoint('ssm');
  /** EventBridge. */
  public static readonly EVENTS = new ServiceEndpoint('events');
  /** Simple Notification Service. */
  public static readonly SNS = new ServiceEndpoint('sns');
  /** Simple Queue Service. */
  public static readonly SQS = new ServiceEndpoint('sqs');
  /** Lambda. */
  public static readonly LAMBDA = new ServiceEndpoint('lambda');
  /** Step Functions. */
  public static readonly STEP_FUNCTIONS = new ServiceEndpoint('states');
  /** X-Ray. */
  public static readonly XRAY = new ServiceEndpoint('xray');
  /** The registry API of Elastic Container Registry; pulling takes `ECR_DOCKER` and the S3 gateway endpoint too. */
  public static readonly ECR = new ServiceEndpoint('ecr.api');
  /** The image pulls of Elastic Container Registry. */
  public static readonly ECR_DOCKER = new ServiceEndpoint('ecr.dkr');

  /**
   * Any other service that has endpoint policies, by the end of its endpoint's name: `athena` for `com.amazonaws.us-east-1.athena`.
   *
   * @param serviceName the name without the part that AWS puts in front, as in `athena`
   */
  public static of(serviceName: string): ServiceEndpoint {
    return new ServiceEndpoint(serviceName);
  }

  private constructor(
    /** End of the endpoint service's name, as in `kms`. */
    public readonly serviceName: string,
  ) {}
}
