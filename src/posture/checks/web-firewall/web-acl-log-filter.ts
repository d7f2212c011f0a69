import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclLogFilter: Check = {
  id: 'web-acl-log-filter',
  title: 'The log of a web ACL keeps what was blocked or counted',
  severity: 'error',
  layer: 'web-firewall',
  why: 'Blocked and counted requests are the traces of an attack. A filter that drops them leaves a log of what went well.',
  fix: 'Keep requests with the actions BLOCK and COUNT in LoggingFilter; drop only ALLOW.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const log of posture.ofType('AWS::WAFv2::LoggingConfiguration')) {
      const filter = log.properties.LoggingFilter;
      yield filter === undefined ? pass(log, 'LoggingFilter')
        : hasUnknown(filter) ? unsure(log, 'LoggingFilter', openIn(filter))
          : judgeFilter(log, filter);
    }
  },
};

function judgeFilter(log: Resource, filter: Json): Judgement {
  const [blocked, counted] = ['BLOCK', 'COUNT'].map((action) => behaviour(filter, action));
  return blocked === 'DROP' ? fail(log, 'LoggingFilter', 'the filter drops blocked requests')
    : counted === 'DROP' ? fail(log, 'LoggingFilter', 'the filter drops counted requests', 'warning') : pass(log, 'LoggingFilter');
}

/** What becomes of a request with this action and no label: the first filter that it meets decides. */
function behaviour(filter: Json, action: string): string {
  for (const entry of listOf(member(filter, 'Filters'))) {
    const met = listOf(member(entry, 'Conditions')).map((condition) => member(member(condition, 'ActionCondition'), 'Action') === action);
    if (member(entry, 'Requirement') === 'MEETS_ALL' ? met.length > 0 && met.every(Boolean) : met.some(Boolean)) {
      return String(member(entry, 'Behavior'));
    }
  }
  return String(member(filter, 'DefaultBehavior'));
}
