import { guardsOf } from './associations';
import type { IpSet } from './ip-set';
import type { Posture } from './posture';
import { partsOf } from './waf-statement';
import type { WebAcl } from './web-acl';
import type { Resource } from '../assembly/app';

/** A web ACL, and an IP set whose addresses it admits. */
export interface AdmissionList {
  readonly acl: WebAcl;
  readonly set: IpSet;
  /** Where the web ACL names the set. */
  readonly property: string;
}

/** The IP sets by which web ACLs in front of private APIs admit: those of a rule that allows, and those outside of which a rule blocks. */
export function admissionLists(posture: Posture): readonly AdmissionList[] {
  return posture.derive(guardsOf).flatMap((acl) => acl.flow.flatMap(({ action, match: whole }) => {
    const admits = action === 'allow' ? false : action === 'block' || action === 'captcha' || action === 'challenge' || action === 'count' ? true : undefined;
    return [...partsOf(whole)].flatMap(({ match, negated }): AdmissionList[] =>
      (match.kind === 'addresses' && negated === admits ? [{ acl, set: match.set, property: match.property }] : []));
  }));
}

/** The IP sets of the app by which web ACLs in front of private APIs admit, each once. */
export function admittedSets(posture: Posture): ReadonlyMap<Resource, IpSet> {
  return new Map(posture.derive(admissionLists).flatMap(({ set }): [Resource, IpSet][] => (set.resource === undefined ? [] : [[set.resource, set]])));
}
