import { DescribeContinuousBackupsCommand, DescribeTableCommand, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import * as sdk from '@aws-sdk/client-lambda';
import { type Reader, tagList, told } from './reader';

/** Lambda functions and DynamoDB tables. */
export const computeReaders: Record<string, Reader> = {
  'AWS::Lambda::Function': {
    async read({ lambda }, FunctionName) {
      const { Configuration, Tags, Concurrency } = await lambda.send(new sdk.GetFunctionCommand({ FunctionName }));
      const { FunctionArn, Environment, TracingConfig, Layers, VpcConfig, ...rest } = Configuration!;
      return {
        properties: told({
          ...rest,
          Environment,
          TracingConfig,
          VpcConfig,
          Layers: Layers?.map(({ Arn }) => Arn),
          Tags: tagList(Tags),
          ReservedConcurrentExecutions: Concurrency?.ReservedConcurrentExecutions,
        }),
        attributes: { Arn: FunctionArn },
      };
    },
  },
  'AWS::Lambda::Permission': {
    async read({ lambda }, physicalId, { FunctionName, ...rest }) {
      const { Policy } = await lambda.send(new sdk.GetPolicyCommand({ FunctionName }));
      const found = JSON.parse(Policy!).Statement.find(({ Sid }: { Sid: string }) => Sid === physicalId);
      const arn = found?.Condition?.ArnLike?.['AWS:SourceArn'];
      return {
        properties: told({
          FunctionName,
          Action: found?.Action,
          Principal: found?.Principal?.Service ?? found?.Principal?.AWS ?? found?.Principal,
          SourceArn: arn,
          ...rest.SourceAccount && { SourceAccount: found?.Condition?.StringEquals?.['AWS:SourceAccount'] },
        }),
      };
    },
  },
  'AWS::Lambda::Version': {
    async read({ lambda }, FunctionName) {
      const found = await lambda.send(new sdk.GetFunctionConfigurationCommand({ FunctionName }));
      return {
        properties: told({
          FunctionName: found.FunctionName, Description: found.Description,
        }),
        attributes: { Version: found.Version, FunctionArn: found.FunctionArn },
      };
    },
  },
  'AWS::Lambda::Alias': {
    async read({ lambda }, _, { FunctionName, Name }) {
      const found = await lambda.send(new sdk.GetAliasCommand({ FunctionName, Name }));
      return {
        properties: told({
          FunctionName, Name: found.Name, FunctionVersion: found.FunctionVersion, Description: found.Description,
        }),
        attributes: { AliasArn: found.AliasArn },
      };
    },
  },
  'AWS::DynamoDB::Table': {
    async read({ dynamoDb }, TableName) {
      const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
      const backups = await dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName }));
      const tags = await dynamoDb.send(new ListTagsOfResourceCommand({ ResourceArn: Table!.TableArn! }));
      return {
        properties: told({
          TableName,
          KeySchema: Table!.KeySchema,
          AttributeDefinitions: Table!.AttributeDefinitions,
          BillingMode: Table!.BillingModeSummary?.BillingMode,
          DeletionProtectionEnabled: Table!.DeletionProtectionEnabled,
          Tags: tags.Tags,
          SSESpecification: Table!.SSEDescription && { SSEEnabled: Table!.SSEDescription.Status === 'ENABLED', SSEType: Table!.SSEDescription.SSEType, KMSMasterKeyId: Table!.SSEDescription.KMSMasterKeyArn },
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED',
          },
        }),
        attributes: { Arn: Table!.TableArn },
      };
    },
  },
};
