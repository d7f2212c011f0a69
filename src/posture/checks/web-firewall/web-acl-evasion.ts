import { listOf, member } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { type WafMatch, partsOf } from '../../model/waf-statement';
import type { WafRule, WebAcl } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass } from '../check';

export const webAclEvasion: Check = {
  id: 'web-acl-evasion',
  title: 'A rule that blocks by content decodes what it looks at, and does not pass what is too large to look at',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'An attacker writes %2e for a dot, or fills the part of a body that WAF inspects (16 KB, unless it is raised) and attacks behind it.',
  fix: 'Add the text transformations that the backend undoes (URL_DECODE, LOWERCASE...), and set OversizeHandling to MATCH in rules that block.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      for (const rule of acl.flow.filter(({ action }) => action === 'block')) {
        const found = [...partsOf(rule.match)].flatMap(({ match, negated }) => (match.kind === 'content' && !negated ? problems(acl, rule, match) : []));
        yield* found.length > 0 ? found : [pass(acl.resource, rule.property)];
      }
    }
  },
};

function problems({ resource, flow }: WebAcl, { property }: WafRule, match: WafMatch & { readonly kind: 'content' }): Judgement[] {
  const { type, field, statement } = match;
  const found: Judgement[] = [];
  const place = match.property.startsWith('Rules[') ? match.property : property;
  const decoded = listOf(statement.TextTransformations).some((entry) => member(entry, 'Type') !== 'NONE') || hasUnknown(statement.TextTransformations);
  if (['ByteMatch', 'RegexMatch', 'RegexPatternSetReference'].includes(type) && ['UriPath', 'QueryString', 'AllQueryArguments', 'SingleQueryArgument', 'Body'].includes(field.part) && !decoded) {
    found.push(fail(resource, `${place}.TextTransformations`, 'the rule looks at the text as it comes: an encoded one passes'));
  }
  if (field.oversize !== undefined && field.oversize !== 'MATCH' && (type === 'SizeConstraint' || !flow.some((rule) => boundsBody(rule)))) {
    found.push(fail(resource, `${place}.FieldToMatch.${field.part}.OversizeHandling`,
      `what is larger than WAF inspects ${field.oversize === 'NO_MATCH' ? 'passes' : 'is looked at in part, the rest passes'}`, type === 'SizeConstraint' && field.oversize === 'NO_MATCH' ? 'error' : undefined));
  }
  return found;
}

/** A rule of its own that blocks bodies that are too large to look at. */
function boundsBody({ match, action }: WafRule): boolean {
  return action === 'block' && match.kind === 'content' && match.type === 'SizeConstraint' && match.field.oversize === 'MATCH';
}
