import type { Posture } from './posture';
import { type Stage, isStageArn, managedElsewhere, stagesOf } from './stages';
import { type WebAcl, webAclsOf } from './web-acl';
import type { Resource } from '../assembly/app';
import type { Answer } from '../policy/wildcard';

/** An association that is, or may be, the one of a stage. */
export interface Association {
  readonly resource: Resource;
  /** Undefined: may be. */
  readonly isOfStage: Exclude<Answer, false>;
  /** Undefined where the app does not make the web ACL. */
  readonly acl?: WebAcl;
}

/** The associations of each stage of an app. */
export function associationsOf(posture: Posture): ReadonlyMap<Stage, readonly Association[]> {
  const acls = posture.derive(webAclsOf);
  return new Map(posture.derive(stagesOf).map((stage) => [stage, posture.ofType('AWS::WAFv2::WebACLAssociation').flatMap((resource): Association[] => {
    const isOfStage = isStageArn(posture, resource.properties.ResourceArn, stage);
    const acl = acls.find((candidate) => candidate.resource === posture.target(resource.properties.WebACLArn));
    return isOfStage === false ? [] : [{ resource, isOfStage, ...acl === undefined ? {} : { acl } }];
  })]));
}

/**
 * The web ACLs that guard, or may be meant to guard, a private API: those of its stages, and those that no association of the app names.
 * A web ACL in front of something public alone is none: it must admit the public.
 */
export function guardsOf(posture: Posture): readonly WebAcl[] {
  const associated = posture.derive(associationsOf);
  const ofStages = new Set([...associated].flatMap(([stage, all]) => (stage.isPrivate ? all.flatMap(({ acl }) => acl ?? []) : [])));
  const elsewhere = new Set(posture.ofType('AWS::WAFv2::WebACLAssociation').map(({ properties }) => posture.target(properties.WebACLArn)));
  const hasStages = [...associated.keys()].some((stage) => stage.isPrivate && managedElsewhere(posture, stage) === undefined);
  return posture.derive(webAclsOf).filter((acl) => ofStages.has(acl)
    || hasStages && !elsewhere.has(acl.resource) && String(acl.resource.properties.Scope).toUpperCase() !== 'CLOUDFRONT');
}

/** The stages that a web ACL guards. */
export function stagesBehind(posture: Posture, acl: WebAcl): readonly Stage[] {
  return [...posture.derive(associationsOf)].filter(([, all]) => all.some((one) => one.acl === acl)).map(([stage]) => stage);
}
