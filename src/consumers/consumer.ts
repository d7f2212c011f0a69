import { Arn, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { ConsumerOptions, ConsumerQuota, ConsumerThrottle } from './consumer-options';
import { type Limits, type PlannedStages, usagePlan } from './usage-plan';
import type { MachineClient } from '../identity/machine-client';
import { childId } from '../values/child-id';

interface ConsumerParts {
  readonly options: ConsumerOptions;
  readonly plan: PlannedStages;
  /** The limits of its tier. */
  readonly limits: Limits;
  readonly tierPlan: () => apigateway.IUsagePlanRef;
  readonly addClient: (scopes: string[], enabled: boolean) => MachineClient | undefined;
}

/**
 * One application that has access, as the register holds it. `AccessRegister.addConsumer` makes it.
 *
 * Creates an API key and its membership in a usage plan; with scopes, an OAuth client and its secret; with limits of its own, a usage
 * plan: 2 to 5 CloudFormation resources, 1 less while it is suspended, since its key is in no plan then. What client and secret cost a
 * month says `MachineClient`; the rest is free of charge.
 */
export class Consumer extends Construct {
  /** @internal */
  public static _add(scope: Construct, id: string, parts: ConsumerParts): Consumer {
    return new Consumer(scope, id, parts);
  }

  /** Name of the consumer. */
  public readonly id: string;
  /** Who answers for it. */
  public readonly owner: string;
  /** The scopes that its tokens may carry. */
  public readonly scopes: string[];
  /** The CIDR blocks it calls from. */
  public readonly addresses: string[];
  /** Ids of the VPC endpoints of its own that it calls through. */
  public readonly vpcEndpoints: string[];
  /**
   * The last day of its access, an ISO date in UTC.
   *
   * @default - its access has no end date
   */
  public readonly expires?: string;
  /** Whether it has access. */
  public readonly enabled: boolean;
  /** How fast it may call. */
  public readonly throttle: ConsumerThrottle;
  /**
   * How often it may call in a period.
   *
   * @default - any number of times
   */
  public readonly quota?: ConsumerQuota;
  /** Id of the API key. Its value stands in no template: `aws apigateway get-api-key --include-value` shows it. */
  public readonly apiKeyId: string;
  /** ARN of the API key, for a policy that lets the consumer's owner read its value (`apigateway:GET`). */
  public readonly apiKeyArn: string;
  /**
   * The OAuth client.
   *
   * @default - none: the consumer has no scopes
   */
  public readonly client?: MachineClient;

  private constructor(scope: Construct, id: string, parts: ConsumerParts) {
    super(scope, childId(id));
    const { options, plan, limits } = parts;
    this.id = id;
    this.owner = options.owner;
    this.scopes = [...options.scopes ?? []];
    this.addresses = [...options.addresses ?? []];
    this.vpcEndpoints = [...options.vpcEndpoints ?? []];
    this.expires = options.expires;
    this.enabled = options.enabled ?? true;
    this.throttle = options.throttle ?? limits.throttle;
    this.quota = options.quota ?? limits.quota;

    const key = new apigateway.CfnApiKey(this, 'Key', {
      description: `${id}, owner ${options.owner}`,
      enabled: this.enabled,
      generateDistinctId: true,
    });
    this.apiKeyId = key.ref;
    this.apiKeyArn = Arn.format({ service: 'apigateway', account: '', resource: '/apikeys', resourceName: key.ref }, Stack.of(this));
    const usage = options.throttle || options.quota
      ? usagePlan(this, 'Plan', id, plan, { throttle: this.throttle, quota: this.quota })
      : parts.tierPlan();
    // API Gateway refuses a key in two plans of a stage: without access there is room to move it from one plan to another.
    if (this.enabled) {
      new apigateway.CfnUsagePlanKey(this, 'PlanKey', { keyId: key.ref, keyType: 'API_KEY', usagePlanId: usage.usagePlanRef.usagePlanId });
    }
    this.client = this.scopes.length > 0 ? parts.addClient(this.scopes, this.enabled) : undefined;
  }

  /**
   * Id of the OAuth client.
   *
   * @default - none: the consumer has no scopes
   */
  public get clientId(): string | undefined {
    return this.client?.clientId;
  }

  /**
   * ARN of the secret that holds the OAuth client's secret.
   *
   * @default - none: the consumer has no scopes
   */
  public get clientSecretArn(): string | undefined {
    return this.client?.secretArn;
  }
}
