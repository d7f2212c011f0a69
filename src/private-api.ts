import { CfnOutput, CfnResource, Reference, type ResourceEnvironment, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AccessLog } from './audit/access-log';
import { AlarmTopic } from './audit/alarm-topic';
import { ApiAlarms } from './audit/api-alarms';
import { ExecutionLog } from './audit/execution-log';
import { AccessRegister } from './consumers/access-register';
import type { Consumer } from './consumers/consumer';
import type { ConsumerOptions } from './consumers/consumer-options';
import type { ConsumersFile } from './consumers/consumers-file';
import { type IDataKey, DataKey } from './encryption/data-key';
import { MachineTokenIssuer } from './identity/machine-token-issuer';
import type { IApiNetwork } from './network/api-network';
import { IsolatedNetwork } from './network/isolated-network';
import type { PrivateApiProps } from './private-api-props';
import { ApiStage } from './routes/api-stage';
import type { OpenApiDocument } from './routes/openapi-document';
import { PrivateRestApi } from './routes/private-rest-api';
import type { Route } from './routes/route';
import type { RouteOptions, RoutesOptions } from './routes/route-options';
import { acknowledge, problem, refuse, warn } from './validation';
import { WebFirewall } from './web-firewall/web-firewall';
import { WebFirewallMode } from './web-firewall/web-firewall-mode';

/**
 * A private API that only its register of consumers can call: network, web firewall, tokens, routes, keys and limits, encryption,
 * logs and alarms, from one declaration of who may call which routes, from where, how often and until when.
 *
 * Creates 46 CloudFormation resources with its first route and a network of its own, and none for a further route. There is 1 more for
 * each function that answers routes, 4 for each consumer with scopes, 1 for each usage tier that somebody is in, and 1 for each further
 * resource server that scopes name. About $28 a month in us-east-1 with a network of its own, about $13 in an existing one, and about
 * $10 for each consumer that fetches tokens; `npm run demo` adds it up.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 */
export class PrivateApi extends Construct implements apigateway.IRestApiRef {
  /** The network whose endpoint leads to the API. */
  public readonly network: IApiNetwork;
  /** The key of logs, secrets, user pool and alarm topic. */
  public readonly dataKey: IDataKey;
  /** Who issues the access tokens. */
  public readonly issuer: MachineTokenIssuer;
  /** The REST API. */
  public readonly restApi: PrivateRestApi;
  /** The API, for everything that takes an `IRestApiRef`. */
  public readonly restApiRef: apigateway.RestApiReference;
  /** Account and Region of the API. */
  public readonly env: ResourceEnvironment;
  /** The stage. */
  public readonly stage: ApiStage;
  /** Who has access: the one place that says it. */
  public readonly register: AccessRegister;
  /** The web firewall. */
  public readonly webFirewall: WebFirewall;
  /** The audit record. */
  public readonly accessLog: AccessLog;
  /** The topic that hears of alarms. */
  public readonly alarmTopic: sns.ITopicRef;
  /** The alarms. */
  public readonly alarms: ApiAlarms;

  /** The network, where it was made here: only then does the register open its security group. */
  private readonly ownNetwork?: IsolatedNetwork;
  private readonly outputs: boolean;

  /**
   * @throws ValidationError NetworkTwice, NetworkRegion, TlsPolicyNeedsPrivateDns, AlarmWithoutSource, and everything that the layers throw
   */
  public constructor(scope: Construct, id: string, props: PrivateApiProps = {}) {
    super(scope, id);
    if (props.network && props.networkOptions) {
      refuse(this, 'NetworkTwice', 'an API has a network that is given, or one that is made by `networkOptions`, received: both');
    }
    if (props.network) {
      this.checkRegion(props.network);
    }
    this.outputs = props.outputs ?? false;
    this.dataKey = props.key ? DataKey.fromKey(this, 'Key', props.key) : new DataKey(this, 'Key');
    const { dataKey } = this;

    this.ownNetwork = props.network ? undefined : new IsolatedNetwork(this, 'Network', {
      ...props.networkOptions?.vpc ? {} : { dataKey, flowLog: props.logs },
      ...props.networkOptions,
      // The register says who comes in: each consumer's addresses are admitted as it is added.
      clientRanges: props.networkOptions?.clientRanges ?? [],
    });
    this.network = props.network ?? this.ownNetwork!;

    if (props.tlsPolicy?.isStrict && !this.network.privateDns) {
      refuse(this, 'TlsPolicyNeedsPrivateDns',
        `strict endpoint access answers to the API's own name only, which needs private DNS, received: ${props.tlsPolicy.securityPolicy} without it`);
    }

    this.issuer = new MachineTokenIssuer(this, 'Issuer', {
      dataKey, userPool: props.userPool, accessTokenValidity: props.accessTokenValidity,
    });

    this.restApi = new PrivateRestApi(this, 'Api', {
      apiName: props.apiName,
      description: props.description,
      endpointIds: [this.network.endpointId],
      tlsPolicy: props.tlsPolicy,
      issuer: this.issuer,
      cors: props.cors,
      retainDeployments: props.retainDeployments,
    });
    this.node.addValidation({ validate: () => this.nameTaken() });
    this.restApiRef = this.restApi.restApiRef;
    this.env = this.restApi.env;

    this.accessLog = props.accessLogGroup
      ? new AccessLog(this, 'AccessLog', { logGroup: props.accessLogGroup })
      : new AccessLog(this, 'AccessLog', { dataKey, ...props.logs });
    this.stage = new ApiStage(this, 'Stage', {
      api: this.restApi,
      stageName: props.stageName,
      accessLogSetting: this.accessLog.accessLogSetting,
      throttle: props.throttle,
      loggingLevel: props.loggingLevel,
      detailedMetrics: props.detailedMetrics,
      canary: props.canary,
    });
    const { stageName } = this.stage;
    // API Gateway would make the execution log itself, without a key and without an end.
    this.stage.node.addDependency(new ExecutionLog(this, 'ExecutionLog', { restApi: this.restApi, stageName, dataKey, ...props.logs }));

    this.register = new AccessRegister(this, 'Register', {
      api: this.restApi,
      stages: [this.stage],
      issuer: this.issuer,
      endpointIds: [this.network.endpointId],
      tiers: props.tiers,
    });
    this.register._onConsumer((consumer) => this.letIn(consumer));
    this.restApi.attachPolicy(this.register.resourcePolicy);

    this.alarmTopic = props.alarmTopic ?? new AlarmTopic(this, 'AlarmTopic', { dataKey, subscribers: props.alarmSubscribers });
    this.webFirewall = new WebFirewall(this, 'WebFirewall', {
      ...props.webFirewall,
      versionAlarmTopic: this.alarmTopic,
      // A stage that is new has no callers that blocking could cut off.
      mode: props.webFirewall?.mode ?? WebFirewallMode.ENFORCE,
      addressList: this.register.addressList,
      dataKey,
      logs: props.logs,
    });
    this.webFirewall.protect(this.stage);
    for (const [key, value] of Object.entries(this.webFirewall.mode._metadata())) {
      // A reader of the template can tell a web firewall that is somebody else's from one that was forgotten.
      (this.stage.node.defaultChild as CfnResource).addMetadata(key, value);
    }
    const { manager } = this.webFirewall.mode;
    if (manager) {
      acknowledge(this.stage.node.defaultChild!, `The web ACL of the stage is managed elsewhere, by ${manager.owner}: ${manager.reason}`,
        'AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF', 'PCI.DSS.321-APIGWAssociatedWithWAF');
    }

    // One that observes blocks nothing: an alarm on it could never fire.
    const blocks = this.webFirewall.mode === WebFirewallMode.ENFORCE;
    if (this.webFirewall.mode.observes && props.alarms?.blockedRequests?._isOff === false) {
      refuse(this, 'AlarmWithoutSource', 'a web firewall that observes blocks nothing, so that the alarm blockedRequests could never fire: '
        + 'leave it out or turn it off in this mode, received: a threshold, and WebFirewallMode.OBSERVE');
    }
    this.alarms = new ApiAlarms(this, 'Alarms', {
      restApi: this.restApi,
      apiName: this.restApi.apiName,
      stageName,
      topic: this.alarmTopic,
      accessLog: this.accessLog,
      blockedRequests: blocks ? this.webFirewall.metricBlockedRequests() : undefined,
      rateLimitedRequests: manager === undefined ? this.webFirewall.metricRateLimited() : undefined,
      settings: props.alarms,
    });

    this.tellOfAccountLogging(props);
    if (this.outputs) {
      this.addOutputs();
    }
  }

  /** URL of the API at the network's endpoint, without a slash at its end; `headers` go with it. */
  public get url(): string {
    return this.network.privateDns ? this.stage.url : `https://${this.network.endpointDnsName}/${this.stage.stageName}`;
  }

  /**
   * The headers that go with `url`: none where private DNS resolves the API's own name, `x-apigw-api-id` where the endpoint's name
   * stands for all its APIs.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
   */
  public get headers(): { [name: string]: string } {
    return this.network.privateDns ? {} : { 'x-apigw-api-id': this.restApi.restApiId };
  }

  /** The routes, in the order in which they were added. */
  public get routes(): Route[] {
    return this.restApi.routes;
  }

  /**
   * Adds a route. It costs no CloudFormation resource; its function costs one permission the first time it answers a route.
   *
   * @param route `METHOD /path`, as in `GET /payments/{id}`
   * @throws ValidationError as `PrivateRestApi.addRoute` does
   */
  public addRoute(route: string, options: RouteOptions): Route {
    return this.restApi.addRoute(route, options);
  }

  /**
   * Adds every operation of an OpenAPI document: paths, scopes, parameters and request models.
   *
   * @throws ValidationError as `PrivateRestApi.addRoutes` does
   */
  public addRoutes(document: OpenApiDocument, options: RoutesOptions): Route[] {
    return this.restApi.addRoutes(document, options);
  }

  /**
   * Adds a consumer to the register: its OAuth client and scopes, its API key and limits, its addresses and endpoints.
   *
   * @param id name of the consumer: a letter, then letters, digits, `_` and `-`; at most 64 characters
   * @throws ValidationError as `AccessRegister.addConsumer` does
   */
  public addConsumer(id: string, options: ConsumerOptions): Consumer {
    return this.register.addConsumer(id, options);
  }

  /**
   * Adds every consumer of a consumers file.
   *
   * @throws ValidationError as `AccessRegister.addConsumer` does
   */
  public addConsumers(file: ConsumersFile): Consumer[] {
    return this.register.addConsumers(file);
  }

  /**
   * A consumer of the register, with everything it needs: client id, ARNs of its secret and key. `url`, `headers` and
   * `issuer.issuerUrl` are the same for all.
   *
   * @throws ValidationError as `AccessRegister.consumer` does
   */
  public consumer(id: string): Consumer {
    return this.register.consumer(id);
  }

  /**
   * A metric of API Gateway for the stage, by its name.
   *
   * @default - average over 5 minutes
   */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stage.metric(metricName, props);
  }

  /**
   * Requests.
   *
   * @default - their number in 5 minutes
   */
  public metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stage.metricCount(props);
  }

  /**
   * Answers 4xx.
   *
   * @default - their number in 5 minutes
   */
  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stage.metricClientError(props);
  }

  /**
   * Answers 5xx.
   *
   * @default - their number in 5 minutes
   */
  public metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stage.metricServerError(props);
  }

  /**
   * Milliseconds from a request to its answer.
   *
   * @default - average over 5 minutes
   */
  public metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stage.metricLatency(props);
  }

  /**
   * Lets an IAM identity call the API, or one route of it: needed where an endpoint policy asks for it. It opens no route that asks for
   * a token.
   *
   * @param route a route of this API; all of them where it is left out
   * @throws ValidationError RouteMalformed, RouteUnknown
   */
  public grantInvoke(grantee: iam.IGrantable, route?: string): iam.Grant {
    return this.restApi.grantInvoke(grantee, route);
  }

  /** CDK would carry the endpoint's id over, into a policy that then admits nobody: an endpoint leads to the APIs of its own Region. */
  private checkRegion(network: IApiNetwork): void {
    const endpoint = Token.isUnresolved(network.endpointId) ? Tokenization.reverse(network.endpointId) : undefined;
    const places = [network, ...Reference.isReference(endpoint) ? [endpoint.target] : []];
    const { region } = Stack.of(this);
    const other = places.map((place) => Stack.of(place).region).find((place) => !Token.isUnresolved(place) && place !== region);
    if (other !== undefined && !Token.isUnresolved(region)) {
      refuse(this, 'NetworkRegion', `an endpoint leads to the APIs of its own Region, received: ${network.node.path} of ${other} for an API of ${region}`);
    }
  }

  /** CloudWatch keeps metrics by the name: two APIs of one name would set off each other's alarms. */
  private nameTaken(): string[] {
    const stack = Stack.of(this);
    const name = JSON.stringify(stack.resolve(this.restApi.apiName));
    return stack.node.findAll()
      .filter((node) => node instanceof PrivateRestApi && node !== this.restApi && Stack.of(node) === stack
        && JSON.stringify(stack.resolve(node.apiName)) === name)
      .map((node) => problem('ApiNameTaken', `CloudWatch keeps metrics and alarms by the API's name, so that it is unique, received: ${name} for ${this.restApi.node.path} and ${node.node.path}`));
  }

  /** Opens the endpoint's security group to a consumer that comes through it; another endpoint is its owner's business. */
  private letIn(consumer: Consumer): void {
    if (consumer.enabled && consumer.vpcEndpoints.length === 0) {
      consumer.addresses.forEach((range) => this.ownNetwork?.admit(range));
    }
    if (this.outputs) {
      new CfnOutput(consumer, 'Access', {
        description: `What ${consumer.id} needs to call the API, as JSON`,
        value: Stack.of(this).toJsonString({
          url: this.url,
          headers: this.headers,
          issuer: this.issuer.issuerUrl,
          clientId: consumer.clientId,
          clientSecretArn: consumer.clientSecretArn,
          apiKeyId: consumer.apiKeyId,
        }),
      });
    }
  }

  private addOutputs(): void {
    new CfnOutput(this, 'Url', { value: this.url, description: 'URL of the API at the endpoint of its network' });
    if (!this.network.privateDns) {
      new CfnOutput(this, 'Headers', {
        value: Object.entries(this.headers).map(([name, value]) => `${name}: ${value}`).join('\n'),
        description: 'Header that goes with the URL',
      });
    }
    new CfnOutput(this, 'IssuerUrl', { value: this.issuer.issuerUrl, description: 'Issuer of the access tokens' });
  }

  /** Nothing in a template can tell whether the account has its logging role: the stage fails to deploy without one. */
  private tellOfAccountLogging(props: PrivateApiProps): void {
    if (props.accountLogging) {
      this.stage.node.addDependency(props.accountLogging);
      if (Stack.of(props.accountLogging) === Stack.of(this)) {
        // An account that never had an API refuses the setting.
        props.accountLogging.node.addDependency(this.restApi);
      }
      return;
    }
    this.node.addValidation({
      validate: () => {
        const resources = this.node.root.node.findAll().filter((node) => CfnResource.isCfnResource(node));
        if (!resources.some(({ cfnResourceType }) => cfnResourceType === 'AWS::ApiGateway::Account')) {
          warn(this, 'AccountLoggingRole', 'the account-wide logging role of API Gateway must be set in this Region before the stage is made '
            + '(`aws apigateway get-account` shows it; the construct ApiGatewayLogging sets it, once per account and Region)');
        }
        return [];
      },
    });
  }
}
