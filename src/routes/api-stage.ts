import { Duration, Lazy, type ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { acknowledgeStage } from './api-nag';
import type { PrivateRestApi } from './private-rest-api';
import type { RouteThrottle } from './route-options';
import { checkThrottle } from './route-reading';
import { refuse, within } from '../validation';
import { shown } from '../values/rule-error';

/** A canary: a part of the traffic goes to the newest deployment, the rest to one that proved stable. */
export interface CanaryOptions {
  /** The part of the traffic that the newest deployment gets, in percent: more than 0 and less than 100. */
  readonly percentTraffic: number;

  /** The deployment that gets the rest: the id that the stage had before (`aws apigateway get-stage`). */
  readonly stableDeploymentId: string;
}

/** Properties of an `ApiStage`. */
export interface ApiStageProps {
  /** The API. */
  readonly api: PrivateRestApi;

  /** Where the access log goes, and its format. */
  readonly accessLogSetting: apigateway.CfnStage.AccessLogSettingProperty;

  /**
   * Name of the stage, the first segment of every path: letters, digits, `-` and `_`, up to 128.
   *
   * @default 'live'
   */
  readonly stageName?: string;

  /**
   * What the stage is for, as the console shows it.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The limit of each route that sets none itself, for all callers together.
   *
   * @default - 100 requests a second, bursts of 200
   */
  readonly throttle?: RouteThrottle;

  /**
   * What the execution log holds: errors, or (INFO) every request's way through the API, which costs log bytes. Bodies never.
   * It needs the account-wide logging role of API Gateway.
   *
   * @default apigateway.MethodLoggingLevel.ERROR
   */
  readonly loggingLevel?: apigateway.MethodLoggingLevel;

  /**
   * Metrics for each route: CloudWatch bills five custom metrics a route, about $1.50 a month each route.
   *
   * @default false
   */
  readonly detailedMetrics?: boolean;

  /**
   * A canary that is on. The API must retain its deployments.
   *
   * @default - all traffic goes to the newest deployment
   */
  readonly canary?: CanaryOptions;
}

/**
 * A stage of a private API: access log, execution log, traces and throttles on, cache and body logging off.
 *
 * Creates 1 CloudFormation resource. X-Ray costs $5 a million traces, of which it samples one a second and 5% of the rest.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html
 */
export class ApiStage extends Construct implements apigateway.IStageRef {
  /** Name of the stage. */
  public readonly stageName: string;
  /** The stage, for everything that takes an `IStageRef`. */
  public readonly stageRef: apigateway.StageReference;
  /** Account and Region of the stage. */
  public readonly env: ResourceEnvironment;
  /** ARN of the stage, as web ACLs are associated with it. */
  public readonly stageArn: string;
  private readonly resource: apigateway.CfnStage;

  /**
   * @throws ValidationError StageName, StageLogging, RouteThrottle, CanaryTraffic, CanaryDeployment, CanaryNeedsRetainedDeployments
   */
  public constructor(scope: Construct, id: string, private readonly props: ApiStageProps) {
    super(scope, id);
    const { api, canary } = props;
    this.stageName = this.checkedName(props.stageName ?? 'live');
    this.checkCanary();
    within(this, () => checkThrottle('a stage', this.throttle));
    if (props.loggingLevel === apigateway.MethodLoggingLevel.OFF) {
      refuse(this, 'StageLogging', `a stage logs errors at least, received: ${props.loggingLevel}`);
    }
    api._addStage(this.stageName);
    this.resource = new apigateway.CfnStage(this, 'Resource', {
      restApiId: api.restApiId,
      stageName: this.stageName,
      description: props.description,
      deploymentId: canary?.stableDeploymentId ?? api.deploymentId,
      canarySetting: canary && { deploymentId: api.deploymentId, percentTraffic: canary.percentTraffic, useStageCache: false },
      accessLogSetting: props.accessLogSetting,
      tracingEnabled: true,
      cacheClusterEnabled: false,
      methodSettings: Lazy.uncachedAny({ produce: () => this.methodSettings() }),
    });
    acknowledgeStage(this.resource);
    this.stageRef = this.resource.stageRef;
    this.env = this.resource.env;
    this.stageArn = Stack.of(this).formatArn({
      service: 'apigateway', account: '', resource: `/restapis/${api.restApiId}/stages/${this.resource.ref}`,
    });
  }

  /** URL of the stage under the API's plain name, which private DNS of an `execute-api` endpoint resolves. It ends without a slash. */
  public get url(): string {
    return this.urlAt(this.props.api.restApiId);
  }

  /**
   * URL of the stage under the alias name that API Gateway publishes for an endpoint in the API's `endpointIds`.
   * It needs neither private DNS nor a header, and resolves some minutes after the deployment.
   */
  public urlOfEndpoint(endpointId: string): string {
    return this.urlAt(`${this.props.api.restApiId}-${endpointId}`);
  }

  /**
   * A metric of API Gateway for this stage, by its name.
   *
   * @default - average over 5 minutes
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
   */
  public metric(metricName: string, props: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: this.props.api.apiName, Stage: this.stageName },
      statistic: cloudwatch.Stats.AVERAGE,
      period: Duration.minutes(5),
      ...props,
    }).attachTo(this);
  }

  /**
   * Requests.
   *
   * @default - their number in 5 minutes
   */
  public metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', { statistic: cloudwatch.Stats.SAMPLE_COUNT, ...props });
  }

  /**
   * Answers 4xx: refused tokens, keys and bodies, throttled requests, and what backends answer so.
   *
   * @default - their number in 5 minutes
   */
  public metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('4XXError', { statistic: cloudwatch.Stats.SUM, ...props });
  }

  /**
   * Answers 5xx.
   *
   * @default - their number in 5 minutes
   */
  public metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('5XXError', { statistic: cloudwatch.Stats.SUM, ...props });
  }

  /**
   * Milliseconds from a request to its answer.
   *
   * @default - average over 5 minutes
   */
  public metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', props);
  }

  /**
   * Milliseconds that the backend took of them.
   *
   * @default - average over 5 minutes
   */
  public metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', props);
  }

  private get throttle(): RouteThrottle {
    return this.props.throttle ?? { rateLimit: 100, burstLimit: 200 };
  }

  private urlAt(name: string): string {
    const { region, urlSuffix } = Stack.of(this);
    return `https://${name}.execute-api.${region}.${urlSuffix}/${this.stageName}`;
  }

  private checkedName(stageName: string): string {
    if (!/^[A-Za-z0-9_-]{1,128}$/.test(stageName) || stageName === 'test-invoke-stage') {
      refuse(this, 'StageName', `a stage is named by letters, digits, - and _, up to 128, and not test-invoke-stage, received: ${shown(stageName)}`);
    }
    return stageName;
  }

  private checkCanary(): void {
    const { api, canary } = this.props;
    if (!canary) {
      return;
    }
    if (!(canary.percentTraffic > 0 && canary.percentTraffic < 100)) {
      refuse(this, 'CanaryTraffic', `a canary takes more than 0 and less than 100 percent of the traffic, received: ${canary.percentTraffic}`);
    }
    if (!Token.isUnresolved(canary.stableDeploymentId) && !/^[A-Za-z0-9]+$/.test(canary.stableDeploymentId)) {
      refuse(this, 'CanaryDeployment', `a canary names the stable deployment by its id, letters and digits, received: ${shown(canary.stableDeploymentId)}`);
    }
    if (!api.retainsDeployments) {
      refuse(this, 'CanaryNeedsRetainedDeployments',
        'a canary needs the stable deployment, which CloudFormation deletes as soon as a newer one replaces it: '
        + `set retainDeployments: true on the API one deploy before the canary, received a canary against: ${shown(canary.stableDeploymentId)}`);
    }
  }

  /** Settings of a route replace those of the stage as a whole, so that each says everything. */
  private methodSettings(): apigateway.CfnStage.MethodSettingProperty[] {
    const everyRoute = {
      httpMethod: '*',
      resourcePath: '/*',
      loggingLevel: this.props.loggingLevel ?? apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      metricsEnabled: this.props.detailedMetrics ?? false,
      cachingEnabled: false,
      throttlingRateLimit: this.throttle.rateLimit,
      throttlingBurstLimit: this.throttle.burstLimit,
    };
    const single = this.props.api.routes.flatMap((route) => route.throttle === undefined ? [] : [{
      ...everyRoute,
      httpMethod: route.method,
      resourcePath: settingsPath(route.path),
      throttlingRateLimit: route.throttle.rateLimit,
      throttlingBurstLimit: route.throttle.burstLimit,
    }]);
    return [everyRoute, ...single];
  }
}

/** A JSON pointer's escapes, as method settings spell paths: `/a/{b}` is `/~1a~1{b}`, the root is `/`. */
function settingsPath(path: string): string {
  return path === '/' ? '/' : `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
