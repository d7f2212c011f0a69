import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as sns from '@aws-sdk/client-sns';
import { type Reader, pascal, policy, tagList, told } from './reader';

/** CloudWatch, CloudWatch Logs and SNS. */
export const observabilityReaders: Record<string, Reader> = {
  'AWS::Logs::LogGroup': {
    async read(clients, logGroupName) {
      const { logGroups } = await clients.logs.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
      const found = logGroups!.find((group) => group.logGroupName === logGroupName)!;
      const { tags } = await clients.logs.send(new logs.ListTagsLogGroupCommand({ logGroupName }));
      const arn = `${found.arn!.replace(/:\*$/, '')}:*`;
      const { resourcePolicies } = await clients.logs.send(new logs.DescribeResourcePoliciesCommand({ resourceArn: arn, policyScope: 'RESOURCE' }));
      return {
        properties: told({
          ResourcePolicyDocument: policy(resourcePolicies?.[0]?.policyDocument),
          LogGroupName: found.logGroupName,
          RetentionInDays: found.retentionInDays,
          KmsKeyId: found.kmsKeyId,
          Tags: tagList(tags),
        }),
        attributes: { Arn: arn },
      };
    },
  },
  'AWS::Logs::MetricFilter': {
    async read(clients, filterName, { LogGroupName }) {
      const { metricFilters } = await clients.logs.send(new logs.DescribeMetricFiltersCommand({
        logGroupName: LogGroupName, filterNamePrefix: filterName,
      }));
      const found = metricFilters!.find((filter) => filter.filterName === filterName)!;
      return {
        properties: told({
          FilterName: found.filterName,
          FilterPattern: found.filterPattern,
          LogGroupName: found.logGroupName,
          MetricTransformations: pascal(found.metricTransformations),
        }),
      };
    },
  },
  'AWS::Logs::QueryDefinition': {
    async read(clients, queryDefinitionId) {
      const { queryDefinitions } = await clients.logs.send(new logs.DescribeQueryDefinitionsCommand({}));
      const found = queryDefinitions!.find((definition) => definition.queryDefinitionId === queryDefinitionId)!;
      return {
        properties: told({ Name: found.name, QueryString: found.queryString, LogGroupNames: found.logGroupNames }),
        attributes: { QueryDefinitionId: found.queryDefinitionId },
      };
    },
  },
  'AWS::CloudWatch::Alarm': {
    async read(clients, name) {
      const { MetricAlarms } = await clients.cloudWatch.send(new cloudwatch.DescribeAlarmsCommand({ AlarmNames: [name] }));
      const { AlarmArn, ...rest } = MetricAlarms![0]!;
      return { properties: told({ ...rest }), attributes: { Arn: AlarmArn } };
    },
  },
  'AWS::CloudWatch::Dashboard': {
    async read(clients, DashboardName) {
      const found = await clients.cloudWatch.send(new cloudwatch.GetDashboardCommand({ DashboardName }));
      return { properties: told({ DashboardName, DashboardBody: JSON.parse(found.DashboardBody!) }) };
    },
    expected: ({ DashboardBody, ...rest }) => ({ ...rest, DashboardBody: JSON.parse(DashboardBody) }),
  },
  'AWS::SNS::Topic': {
    async read(clients, TopicArn) {
      const { Attributes } = await clients.sns.send(new sns.GetTopicAttributesCommand({ TopicArn }));
      const { Tags } = await clients.sns.send(new sns.ListTagsForResourceCommand({ ResourceArn: TopicArn }));
      return {
        properties: told({
          TopicName: TopicArn.split(':').pop(), DisplayName: Attributes!.DisplayName, KmsMasterKeyId: Attributes!.KmsMasterKeyId, TracingConfig: Attributes!.TracingConfig, Tags,
        }),
        attributes: { TopicArn, TopicName: TopicArn.split(':').pop() },
      };
    },
  },
  'AWS::SNS::TopicPolicy': {
    async read(clients, _, { Topics }) {
      const found = await Promise.all((Topics as string[]).map((TopicArn) => clients.sns.send(new sns.GetTopicAttributesCommand({ TopicArn }))));
      return { properties: { Topics: found.map(({ Attributes }) => Attributes!.TopicArn), PolicyDocument: policy(found[0]!.Attributes!.Policy) } };
    },
  },
  'AWS::SNS::Subscription': {
    async read(clients, SubscriptionArn) {
      const { Attributes } = await clients.sns.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return {
        properties: told({
          TopicArn: Attributes!.TopicArn, Protocol: Attributes!.Protocol, Endpoint: Attributes!.Endpoint,
        }),
        attributes: { Arn: SubscriptionArn },
      };
    },
  },
};
