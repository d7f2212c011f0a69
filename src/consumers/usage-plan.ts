import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { ConsumerQuota, ConsumerThrottle } from './consumer-options';

/** The stages that usage plans limit. */
export interface PlannedStages {
  readonly api: apigateway.IRestApiRef;
  readonly stages: apigateway.IStageRef[];
}

/** What a usage plan limits. */
export interface Limits {
  readonly throttle: ConsumerThrottle;
  readonly quota?: ConsumerQuota;
}

/** A usage plan over all stages of the API. */
export function usagePlan(scope: Construct, id: string, who: string, { api, stages }: PlannedStages, limits: Limits): apigateway.CfnUsagePlan {
  const { throttle, quota } = limits;
  const plan = new apigateway.CfnUsagePlan(scope, id, {
    description: `${who}: ${throttle.rateLimit} requests a second, ${throttle.burstLimit} at one moment, `
      + (quota ? `${quota.limit} a ${quota.period.toLowerCase()}` : 'no quota'),
    apiStages: stages.map(({ stageRef }) => ({ apiId: api.restApiRef.restApiId, stage: stageRef.stageName })),
    throttle: { rateLimit: throttle.rateLimit, burstLimit: throttle.burstLimit },
    quota: quota && { limit: quota.limit, period: quota.period },
  });
  // A stage named by a literal leaves no reference to order the two by.
  stages.filter(({ stageRef }) => !Token.isUnresolved(stageRef.stageName)).forEach((stage) => plan.node.addDependency(stage));
  return plan;
}
