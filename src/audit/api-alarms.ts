import { Duration, Stack, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AccessLog } from './access-log';
import type { AlarmSetting } from './alarm-setting';
import { type AlarmDefinition, type AlarmName, type AlarmSource, ALARMS } from './alarm-table';
import { AlarmTopic } from './alarm-topic';
import { problem, refuse, warn, within } from '../validation';
import { shown } from '../values/rule-error';

/** Which alarms an API has, and when they fire. */
export interface ApiAlarmSettings {
  /**
   * 5xx answers: a share of the requests, 0 to below 1.
   *
   * @default - above 0.05 in each of 3 minutes
   */
  readonly serverErrors?: AlarmSetting;

  /**
   * 4xx answers: a share of the requests, 0 to below 1.
   *
   * @default - above 0.05 in each of 5 minutes
   */
  readonly clientErrors?: AlarmSetting;

  /**
   * Latency that one request in a hundred exceeds (p99): milliseconds.
   *
   * @default - above 5000 in each of 5 minutes
   */
  readonly latency?: AlarmSetting;

  /**
   * Requests throttled or over quota (429).
   *
   * @default - above 100 in 5 minutes; no alarm without an access log
   */
  readonly throttledRequests?: AlarmSetting;

  /**
   * Requests refused by authorizer, key check or resource policy (401, 403), those that the web firewall blocked not counted.
   *
   * @default - above 50 in 5 minutes; no alarm without an access log
   */
  readonly refusedCallers?: AlarmSetting;

  /**
   * Requests that the web firewall blocked.
   *
   * @default - above 50 in 5 minutes; no alarm without its metric
   */
  readonly blockedRequests?: AlarmSetting;

  /**
   * Requests over the rate rule of the web firewall.
   *
   * @default - above 0 in 5 minutes; no alarm without its metric
   */
  readonly rateLimitedRequests?: AlarmSetting;
}

/** Properties of `ApiAlarms`. */
export interface ApiAlarmsProps {
  /** The API. */
  readonly restApi: apigateway.IRestApiRef;

  /** Name of the API: CloudWatch keys its metrics by it, so it should be unique in the account and Region. */
  readonly apiName: string;

  /** Name of the stage. */
  readonly stageName: string;

  /** Where alarms go: an `AlarmTopic`, or a topic that exists and admits CloudWatch in its policy and in that of its key. */
  readonly topic: sns.ITopicRef;

  /**
   * The access log of the stage. Without it there is no alarm on throttled requests and refused callers, for which API Gateway has no
   * metric.
   *
   * @default - none
   */
  readonly accessLog?: AccessLog;

  /**
   * The web firewall's metric of blocked requests.
   *
   * @default - no alarm on blocked requests
   */
  readonly blockedRequests?: cloudwatch.IMetric;

  /**
   * The web firewall's metric of requests over its rate rule.
   *
   * @default - no alarm on the rate rule
   */
  readonly rateLimitedRequests?: cloudwatch.IMetric;

  /**
   * Thresholds, and alarms that are turned off.
   *
   * @default - every alarm whose source is given, as docs/audit.md lists them
   */
  readonly settings?: ApiAlarmSettings;
}

/**
 * The alarms of one stage, each on a metric that is emitted, with a description that says what to do. No data is no alarm.
 *
 * Creates up to 9 CloudFormation resources: 7 alarms ($0.10 a month each) and 2 metric filters ($0.30 a month each while they count).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class ApiAlarms extends Construct {
  /** The alarms that are on. */
  public readonly alarms: cloudwatch.Alarm[];

  /**
   * @throws ValidationError AlarmApiName, AlarmOffReason, AlarmThreshold, AlarmWithoutSource
   */
  public constructor(scope: Construct, id: string, private readonly props: ApiAlarmsProps) {
    super(scope, id);
    const { apiName, topic } = props;
    if (!Token.isUnresolved(apiName)) {
      this.nameProblems(apiName).forEach((message) => refuse(this, 'AlarmApiName', message));
    }
    this.node.addValidation({
      validate: () => this.nameProblems(Stack.of(this).resolve(apiName)).map((message) => problem('AlarmApiName', message)),
    });
    if (!(topic instanceof AlarmTopic)) {
      warn(this, 'AlarmTopicNotOurs', 'an existing topic is not changed here: its policy, and that of its key, must admit cloudwatch.amazonaws.com '
        + '(docs/audit.md), or alarms are lost in silence');
    }
    const action: cloudwatch.IAlarmAction = { bind: () => ({ alarmActionArn: topic.topicRef.topicArn }) };
    this.alarms = (Object.keys(ALARMS) as AlarmName[]).flatMap((name) => this.alarm(name, ALARMS[name], action) ?? []);
  }

  /** @param apiName a text, or what a reference resolves to, of which only the literal parts are known */
  private nameProblems(apiName: unknown): string[] {
    const text = typeof apiName === 'string' ? apiName : JSON.stringify(apiName);
    return /^[\x20-\x7e]+$/.test(text) ? []
      : [`an API whose metrics are watched has a name of ASCII characters (CloudWatch drops others), received: ${shown(apiName)}`];
  }

  private alarm(name: AlarmName, definition: AlarmDefinition, action: cloudwatch.IAlarmAction): cloudwatch.Alarm | undefined {
    const setting = this.props.settings?.[name];
    const rule = setting ? within(this, () => setting._over(definition.rule)) : definition.rule;
    if ('offReason' in rule) {
      this.node.addMetadata('cdk-private-api:alarm-off', `${name}: ${rule.offReason}`);
      return undefined;
    }
    const metric = this.metric(definition.source, Duration.minutes(rule.minutes));
    if (!metric) {
      if (setting) {
        const source = definition.source.from === 'given' ? definition.source.metric : definition.source.from;
        refuse(this, 'AlarmWithoutSource', `the alarm ${name} stands on \`${source}\`, which is not given, received: a threshold of ${rule.threshold}`);
      }
      return undefined;
    }
    const id = `${name[0]!.toUpperCase()}${name.slice(1)}`;
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      threshold: rule.threshold,
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.datapointsToAlarm ?? rule.evaluationPeriods,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.props.apiName}/${this.props.stageName}: ${definition.description}`,
    });
    alarm.addAlarmAction(action);
    return alarm;
  }

  private metric(source: AlarmSource, period: Duration): cloudwatch.IMetric | undefined {
    switch (source.from) {
      case 'api':
        return new cloudwatch.Metric({
          namespace: 'AWS/ApiGateway',
          metricName: source.metric,
          dimensionsMap: { ApiName: this.props.apiName, Stage: this.props.stageName },
          statistic: source.statistic,
          period,
        });
      case 'accessLog':
        return this.props.accessLog && this.logMetric(this.props.accessLog, source.metric, source.lines, period);
      case 'given': {
        const given = this.props[source.metric];
        return given instanceof cloudwatch.Metric ? given.with({ period, statistic: 'Sum' }) : given;
      }
    }
  }

  private logMetric(accessLog: AccessLog, metricName: string, lines: string, period: Duration): cloudwatch.IMetric {
    const { restApiId } = this.props.restApi.restApiRef;
    const metricNamespace = `PrivateApi/${restApiId}/${this.props.stageName}`;
    new logs.CfnMetricFilter(this, `${metricName}Filter`, {
      logGroupName: accessLog.logGroupName,
      // An existing log group may hold the lines of several APIs.
      filterPattern: `{ ${lines} && ($.apiId = "${restApiId}") && ($.stage = "${this.props.stageName}") }`,
      metricTransformations: [{ metricNamespace, metricName, metricValue: '1', unit: cloudwatch.Unit.COUNT }],
    });
    return new cloudwatch.Metric({ namespace: metricNamespace, metricName, statistic: 'Sum', period });
  }
}
