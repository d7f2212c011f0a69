import { member, table } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { asNumber, openIn, readFrom } from '../../model/reading';
import { type WafContent, partsOf } from '../../model/waf-statement';
import type { WebAcl } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclSizeLimit: Check = {
  id: 'web-acl-size-limit',
  title: 'A rule that limits a size blocks what is larger, at a size that AWS WAF sees',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A limit the wrong way round blocks what callers send and passes what an attacker sends. One beyond what WAF sees of a body is not the limit that it says.',
  fix: 'Compare by GT or GE, with a Size of at most 16,384 bytes, or of what DefaultSizeInspectionLimit of the web ACL says for API_GATEWAY.',
  owasp: ['API4:2023', 'API8:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      for (const { match: whole } of acl.flow.filter(({ action }) => action === 'block' || action === 'count')) {
        for (const { match, negated } of partsOf(whole)) {
          if (match.kind === 'content' && match.type === 'SizeConstraint' && LIMITED.includes(match.field.part)) {
            yield judgeSize(acl, match, negated);
          }
        }
      }
    }
  },
};

/** Parts of a request that are dangerous when they are large, and harmless when they are small. */
const LIMITED = ['Body', 'JsonBody', 'QueryString', 'AllQueryArguments'];

function judgeSize(acl: WebAcl, { field, statement, property }: WafContent, negated: boolean): Judgement {
  const { resource } = acl;
  const [operator, size, seen] = [statement.ComparisonOperator, asNumber(readFrom(statement, 'Size')), seenOf(acl)];
  if (hasUnknown(operator) || size.kind !== 'known') {
    return unsure(resource, `${property}.Size`, size.kind === 'unknown' ? size.why : openIn(operator) || 'the size');
  }
  const blocksSmall = ['LT', 'LE'].includes(String(operator)) !== negated;
  if (blocksSmall && ['LT', 'LE', 'GT', 'GE'].includes(String(operator)) && size.value > 0) {
    return fail(resource, `${property}.ComparisonOperator`, `the rule is for a ${WORDS[field.part]!} of ${String(operator)} ${size.value} bytes: what is larger passes`);
  }
  return field.part !== 'Body' || seen === undefined || size.value <= seen ? pass(resource, `${property}.Size`)
    : fail(resource, `${property}.Size`, `the limit is ${size.value} bytes, and WAF sees ${seen} of a body: ${field.oversize === 'MATCH' ? 'the rule is for every larger one' : 'no body that it sees is larger'}`, field.oversize === 'MATCH' ? 'warning' : undefined);
}

const WORDS = table<string>({ Body: 'body', JsonBody: 'body', QueryString: 'query', AllQueryArguments: 'query' });

/** Bytes of a body that WAF sees: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html */
function seenOf({ resource }: WebAcl): number | undefined {
  const limit = member(member(member(resource.properties.AssociationConfig, 'RequestBody'), 'API_GATEWAY'), 'DefaultSizeInspectionLimit') ?? 'KB_16';
  const [, kilobytes] = /^KB_(\d+)$/.exec(String(limit)) ?? [];
  return hasUnknown(resource.properties.AssociationConfig) || kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
