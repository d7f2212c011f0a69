import { type Api, apiAt } from './api';
import type { Posture } from './posture';
import { type Stage, stagesOf } from './stages';
import type { Resource } from '../assembly/app';
import { type Json, isObject, listOf, member } from '../assembly/json';
import { hasUnknown, isUnknown } from '../assembly/symbols';

/** A stage that a usage plan names. */
export interface PlanStage {
  /** As in `ApiStages[0]`. */
  readonly at: string;
  readonly api: Api | undefined;
  /** Undefined where it is not of this app. */
  readonly stage: Stage | undefined;
  /** Whether what it names is not known. */
  readonly open: boolean;
  /** Limits of single methods, as in `/payments/GET`. */
  readonly throttle: Json | undefined;
}

/** A usage plan with the stages that it serves and the keys that belong to it. */
export interface UsagePlan {
  readonly resource: Resource;
  readonly stages: readonly PlanStage[];
  readonly keys: readonly Resource[];
  /** Keys of other apps, by what names them. */
  readonly otherKeys: readonly Json[];
}

/** The usage plans of an app. */
export function usagePlansOf(posture: Posture): readonly UsagePlan[] {
  const links = posture.ofType('AWS::ApiGateway::UsagePlanKey');
  return posture.ofType('AWS::ApiGateway::UsagePlan').map((resource) => {
    const ids = links.filter(({ properties }) => posture.target(properties.UsagePlanId) === resource).map(({ properties }) => properties.KeyId ?? '');
    return {
      resource,
      stages: stagesAt(posture, resource),
      keys: ids.flatMap((id) => posture.target(id) ?? []),
      otherKeys: ids.filter((id) => posture.target(id) === undefined),
    };
  });
}

function stagesAt(posture: Posture, plan: Resource): PlanStage[] {
  const list = plan.properties.ApiStages;
  if (isUnknown(list)) {
    return [{ at: 'ApiStages', api: undefined, stage: undefined, open: true, throttle: undefined }];
  }
  return listOf(list).map((entry, index) => {
    const api = apiAt(posture, member(entry, 'ApiId'));
    const name = member(entry, 'Stage');
    const stage = posture.derive(stagesOf).find((one) => api !== undefined && one.api === api
      && (posture.target(name) === one.resource || name !== undefined && name === one.name));
    return {
      at: `ApiStages[${index}]`,
      api,
      stage,
      throttle: member(entry, 'Throttle'),
      open: !isObject(entry) || api === undefined || hasUnknown(name),
    };
  });
}
