import { readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Posture } from '../../model/posture';
import { readBoolean } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type UsagePlan, usagePlansOf } from '../../model/usage-plans';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const usagePlanChain: Check = {
  id: 'usage-plan-chain',
  title: 'Where a key is needed, a usage plan ties it to the stage',
  severity: 'error',
  layer: 'consumers',
  why: 'A key limits nobody by itself: only through a plan that names the stage. Where a link is missing nobody gets in, and the next change in a hurry drops the key.',
  fix: 'Name API and stage in the plan (ApiStages), and join each key to it with a UsagePlanKey.',
  owasp: ['API4:2023', 'API2:2023'],
  * judge(posture) {
    const plans = posture.derive(usagePlansOf);
    for (const api of posture.derive(apisOf)) {
      if (api.routes.some(({ apiKeyRequired }) => apiKeyRequired.kind === 'known' && apiKeyRequired.value)) {
        yield* judgeApi(posture, api, plans);
      }
    }
    for (const plan of plans) {
      yield judgePlan(plan);
    }
    const joined = new Set(plans.flatMap(({ keys }) => keys));
    const open = posture.ofType('AWS::ApiGateway::UsagePlanKey').some(({ properties }) => posture.target(properties.KeyId) === undefined && /‹\?/.test(String(properties.KeyId)));
    for (const key of posture.ofType('AWS::ApiGateway::ApiKey')) {
      yield joined.has(key) ? pass(key) : open ? unsure(key, undefined, 'whether the key belongs to a usage plan') : joinedElsewhere(posture, key)
        ? pass(key) : fail(key, undefined, 'the key belongs to no usage plan', 'warning');
    }
  },
};

/** To a plan of another app. */
function joinedElsewhere(posture: Posture, key: UsagePlan['resource']): boolean {
  return posture.referrers(key, 'AWS::ApiGateway::UsagePlanKey').length > 0;
}

function* judgeApi(posture: Posture, api: Api, plans: readonly UsagePlan[]): Iterable<Judgement> {
  const open = plans.find(({ stages }) => stages.some((one) => one.open));
  const serving = plans.filter(({ stages }) => stages.some((one) => one.api === api));
  if (serving.length === 0) {
    yield open ? unsure(api.resource, undefined, 'whether a usage plan serves the API')
      // Before there is a first key nobody gets in, and nobody is let down.
      : fail(api.resource, undefined, 'routes need an API key, and no usage plan serves the API', posture.ofType('AWS::ApiGateway::ApiKey').length === 0 ? 'warning' : undefined);
    return;
  }
  for (const stage of posture.derive(stagesOf).filter((one) => one.api === api)) {
    const those = serving.filter(({ stages }) => stages.some((one) => one.stage === stage));
    yield those.some(({ resource }) => resource.condition === undefined) ? pass(stage.resource)
      : those.length > 0 ? unsure(stage.resource, undefined, `whether a usage plan serves the stage (condition ${String(those[0]!.resource.condition)})`)
        : open || serving.some(({ stages }) => stages.some((one) => one.api === api && one.open)) ? unsure(stage.resource, undefined, 'whether a usage plan serves the stage')
          : fail(stage.resource, undefined, 'routes need an API key, and no usage plan serves the stage');
  }
}

function judgePlan({ resource, stages, keys, otherKeys }: UsagePlan): Judgement {
  if (stages.length === 0) {
    return fail(resource, 'ApiStages', 'the plan serves no stage: its limits are for nothing', 'warning');
  }
  const stray = stages.find(({ api, stage, open }) => api !== undefined && stage === undefined && !open);
  if (stray) {
    return fail(resource, `${stray.at}.Stage`, 'the plan names a stage that the API does not have');
  }
  const enabled = keys.map((key) => readBoolean(key, 'Enabled'));
  return keys.length + otherKeys.length === 0 ? fail(resource, undefined, 'no key belongs to the plan', 'warning')
    : otherKeys.length === 0 && enabled.every((reading) => reading.kind === 'known' && !reading.value) ? fail(resource, undefined,
      `every key of the plan is off: ${keys.map(({ logicalId }) => readable(logicalId)).join(', ')}`, 'warning') : pass(resource);
}
