import type { Resource } from '../../assembly/app';
import { toldInOutputs } from '../../model/outputs';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** What decides on requests by the addresses of a set. */
const DECIDE = ['AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup', 'AWS::FMS::Policy'];
/** By what other apps learn of a set. */
const TELL = ['AWS::SSM::Parameter', 'AWS::CloudFormation::Stack'];

export const ipSetUsed: Check = {
  id: 'ip-set-used',
  title: 'Every IP set is named by a rule',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'A list that no rule names admits and blocks nobody: who puts an attacker on it in an incident believes the attacker to be out.',
  fix: 'Name the set in a rule (two sets, of IPv4 and IPv6, in one OrStatement), or take it away.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const open = posture.ofType(...DECIDE).find(({ properties }) => openIn(properties.Rules) !== '');
    const told = posture.derive(toldInOutputs);
    for (const set of posture.ofType('AWS::WAFv2::IPSet')) {
      yield judgeSet(posture, set, told, open);
    }
  },
};

function judgeSet(posture: Posture, set: Resource, told: ReadonlySet<string>, open: Resource | undefined): Judgement {
  const referrers = posture.referrers(set);
  return referrers.some(({ type }) => DECIDE.includes(type)) ? pass(set)
    : told.has(set.key) || referrers.some(({ type }) => TELL.includes(type)) ? unsure(set, undefined, 'whether a rule of another app names the set')
      : open !== undefined ? unsure(open, 'Rules', openIn(open.properties.Rules))
        : fail(set, undefined, 'no rule of the app names the IP set');
}
