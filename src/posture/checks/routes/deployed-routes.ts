import type { Resource } from '../../assembly/app';
import { member } from '../../assembly/json';
import { readable, referencesIn } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const deployedRoutes: Check = {
  id: 'deployed-routes',
  title: 'What a stage serves is what the template declares',
  severity: 'warning',
  layer: 'routes',
  why: 'A deployment is a copy of the API at one moment. Made before a method, its authorizer or its policy are there, it serves the API without them.',
  fix: 'Let the Deployment depend on every Method (DependsOn), let the Stage name it, and give it a new logical id when the API changes.',
  owasp: ['API9:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      for (const stage of api.stages) {
        yield judgeStage(posture, api, stage);
        yield* judgeCanary(posture, api, stage);
      }
      if (api.resource.properties.Mode === 'merge' && api.body.kind === 'known') {
        yield unsure(api.resource, 'Mode', 'which routes an earlier body left in the API, that this one is merged into');
      }
      for (const deployment of api.deployments) {
        yield judgeDeployment(posture, api, deployment);
      }
    }
  },
};

function judgeStage(posture: Posture, api: Api, stage: Resource): Judgement {
  const id = stage.properties.DeploymentId;
  const deployment = posture.target(id);
  return id === undefined ? fail(stage, 'DeploymentId', 'the stage names no deployment: it serves nothing')
    : deployment === undefined ? unsure(stage, 'DeploymentId', `what ${readable(id)} holds, which is no deployment of this app`)
      : api.deployments.includes(deployment) ? pass(stage, 'DeploymentId') : fail(stage, 'DeploymentId', 'the stage names a deployment of another API');
}

/** The deployment that a part of the calls meets. */
function* judgeCanary(posture: Posture, api: Api, stage: Resource): Iterable<Judgement> {
  const id = member(stage.properties.CanarySetting, 'DeploymentId');
  const deployment = posture.target(id);
  if (id !== undefined) {
    yield deployment === undefined ? unsure(stage, 'CanarySetting.DeploymentId', `what ${readable(id)} holds, which is no deployment of this app`)
      : api.deployments.includes(deployment) ? pass(stage, 'CanarySetting.DeploymentId')
        : fail(stage, 'CanarySetting.DeploymentId', 'the canary of the stage is a deployment of another API');
  }
}

function judgeDeployment(posture: Posture, api: Api, deployment: Resource): Judgement {
  const before = madeBefore(posture, deployment);
  // Methods of other stacks are ordered by what the stacks say of each other.
  const missing = api.routes.filter(({ resource }) => resource !== api.resource && resource.stack === deployment.stack && !before.has(resource.key));
  return missing.length === 0 ? pass(deployment)
    : fail(deployment, undefined, `the deployment may be made before ${missing.slice(0, 3).map(({ text }) => readable(text)).join(', ')}${
      missing.length > 3 ? ` and ${missing.length - 3} more` : ''}: it does not depend on ${missing.length === 1 ? 'it' : 'them'}`);
}

/** What CloudFormation makes before a resource. */
function madeBefore(posture: Posture, resource: Resource): Set<string> {
  const seen = new Set<string>();
  const open = [resource.key];
  while (open.length > 0) {
    const one = posture.resource(open.pop()!);
    for (const key of one === undefined ? [] : [...one.dependsOn, ...referencesIn(one.properties).map((reference) => reference.key)]) {
      if (!seen.has(key)) {
        seen.add(key);
        open.push(key);
      }
    }
  }
  return seen;
}
