import { listOf, member } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { type WafContent, type WafMatch, partsOf } from '../../model/waf-statement';
import type { WafRule, WebAcl } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass } from '../check';

export const webAclEvasion: Check = {
  id: 'web-acl-evasion',
  title: 'A rule that blocks by content decodes what it looks at, tidies paths, and does not pass what is too large to look at',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'An attacker writes %2e for a dot or /x/../admin for /admin, or fills the part of a body that WAF inspects (16 KB, unless it is raised) and attacks behind it.',
  fix: 'Add the text transformations that the backend undoes (URL_DECODE, LOWERCASE...), NORMALIZE_PATH where a rule is for one path, and set OversizeHandling to MATCH in rules that block.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      for (const rule of acl.flow.filter(({ action }) => action === 'block')) {
        const found = [
          ...[...partsOf(rule.match)].flatMap(({ match, negated }) => (match.kind === 'content' && !negated ? problems(acl, rule, match) : [])),
          ...pathProblems(acl, rule),
        ];
        yield* found.length > 0 ? found : [pass(acl.resource, rule.property)];
      }
    }
  },
};

function problems({ resource, flow }: WebAcl, { property }: WafRule, match: WafContent): Judgement[] {
  const { type, field, statement } = match;
  const found: Judgement[] = [];
  const place = match.property.startsWith('Rules[') ? match.property : property;
  if (['ByteMatch', 'RegexMatch', 'RegexPatternSetReference'].includes(type) && ['UriPath', 'QueryString', 'AllQueryArguments', 'SingleQueryArgument', 'Body'].includes(field.part) && !isTransformed(statement)) {
    found.push(fail(resource, `${place}.TextTransformations`, 'the rule looks at the text as it comes: an encoded one passes'));
  }
  if (field.oversize !== undefined && field.oversize !== 'MATCH' && (type === 'SizeConstraint' || !flow.some((rule) => boundsBody(rule)))) {
    found.push(fail(resource, `${place}.FieldToMatch.${field.part}.OversizeHandling`,
      `what is larger than WAF inspects ${field.oversize === 'NO_MATCH' ? 'passes' : 'is looked at in part, the rest passes'}`, type === 'SizeConstraint' && field.oversize === 'NO_MATCH' ? 'error' : undefined));
  }
  return found;
}

/** A rule that is for a path sees every spelling of it: in one of its statements, where it has several. */
function pathProblems({ resource }: WebAcl, rule: WafRule): Judgement[] {
  const those = [...partsOf(rule.match)].flatMap(({ match, negated }) => (match.kind === 'content' && !negated && namesPath(match) ? [match] : []))
    .filter(({ statement }) => isTransformed(statement)); // one that is looked at as it comes is told above
  const open = those.filter(({ statement }) => !transforms(statement, /^URL_DECODE(_UNI)?$/));
  const place = (match: WafMatch) => `${match.property.startsWith('Rules[') ? match.property : rule.property}.TextTransformations`;
  return open.length > 0 ? open.map((match) => fail(resource, place(match), 'the rule is for a path as it is written: an encoded one passes'))
    : those.length > 0 && !those.some(({ statement }) => transforms(statement, /^NORMALIZE_PATH(_WIN)?$/))
      ? [fail(resource, place(those[0]!), 'the rule is for a path as it is written: one with /./, /x/../ or // in it passes')] : [];
}

/** Whether a statement looks for a path from its beginning. */
function namesPath({ type, field, statement }: WafContent): boolean {
  return field.part === 'UriPath' && (type === 'RegexMatch' ? /^\^.*[a-z]/i.test(String(statement.RegexString))
    : type === 'ByteMatch' && ['EXACTLY', 'STARTS_WITH'].includes(String(statement.PositionalConstraint)) && /^\/\w/.test(String(statement.SearchString)));
}

function isTransformed(statement: WafContent['statement']): boolean {
  return transforms(statement, /^(?!NONE$)/);
}

function transforms({ TextTransformations: list }: WafContent['statement'], type: RegExp): boolean {
  return hasUnknown(list) || listOf(list).some((entry) => type.test(String(member(entry, 'Type'))));
}

/** A rule of its own that blocks bodies that are too large to look at. */
function boundsBody({ match, action }: WafRule): boolean {
  return action === 'block' && match.kind === 'content' && match.type === 'SizeConstraint' && match.field.oversize === 'MATCH';
}
