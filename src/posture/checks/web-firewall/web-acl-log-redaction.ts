import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import type { WebAcl } from '../../model/web-acl';
import { webAclLogs } from '../../model/web-acl-logs';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclLogRedaction: Check = {
  id: 'web-acl-log-redaction',
  title: 'The log of a web ACL holds no credentials',
  severity: 'error',
  layer: 'web-firewall',
  why: 'WAF logs headers in full: whoever may read the log can call as somebody else, for as long as token or key live.',
  fix: 'Substitute the headers authorization, x-api-key and cookie in the web ACL\'s DataProtectionConfig (which covers samples too), or redact them in RedactedFields.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture: Posture) {
    const apis = posture.derive(apisOf);
    const keys = apis.some(({ routes }) => routes.some(({ apiKeyRequired }) => apiKeyRequired.kind !== 'known' || apiKeyRequired.value));
    for (const acl of posture.derive(guardsOf)) {
      const log = posture.derive(webAclLogs).get(acl);
      if (log !== undefined) {
        yield judgeLog(acl, log, ['authorization', ...keys ? ['x-api-key'] : []]);
      }
      if (acl.resource.properties.DataProtectionConfig !== undefined) {
        yield* judgeProtections(acl, ['authorization', ...keys ? ['x-api-key'] : []]);
      }
    }
  },
};

function judgeLog({ resource }: WebAcl, log: Resource, secret: readonly string[]): Judgement {
  const { RedactedFields: redacted } = log.properties;
  const protections = resource.properties.DataProtectionConfig;
  const covered = [
    ...listOf(redacted).map((field) => member(field, 'SingleHeader')).map((header) => String(member(header, 'Name') ?? member(header, 'name'))),
    ...listOf(member(protections, 'DataProtections')).flatMap((entry) => headersOf(member(entry, 'Field'))),
  ].map((name) => name.toLowerCase());
  const shown = secret.filter((name) => !covered.includes(name) && !covered.includes('*'));
  return shown.length === 0 ? pass(log, 'RedactedFields')
    : hasUnknown(redacted) || hasUnknown(protections) ? unsure(log, 'RedactedFields', openIn([redacted ?? '', protections ?? '']))
      : fail(log, 'RedactedFields', `the header${shown.length > 1 ? 's' : ''} ${shown.join(' and ')} ${shown.length > 1 ? 'are' : 'is'} logged in clear`);
}

/** Samples show what only the log redacts; and a field that rules may show is not protected. */
function* judgeProtections({ resource }: WebAcl, secret: readonly string[]): Iterable<Judgement> {
  const protections = resource.properties.DataProtectionConfig;
  const entries = listOf(member(protections, 'DataProtections'));
  const covered = entries.flatMap((entry) => headersOf(member(entry, 'Field'))).map((name) => name.toLowerCase());
  const shown = hasUnknown(protections) ? [] : secret.filter((name) => !covered.includes(name) && !covered.includes('*'));
  if (shown.length > 0) {
    yield fail(resource, 'DataProtectionConfig', `samples show ${shown.join(' and ')} in clear, which the web ACL's data protection leaves out`, 'warning');
  }
  for (const [index, entry] of entries.entries()) {
    for (const [name, what] of [['ExcludeRuleMatchDetails', 'rules that match'], ['ExcludeRateBasedDetails', 'rate rules']] as const) {
      if (String(member(entry, name)).toLowerCase() === 'true') {
        yield fail(resource, `DataProtectionConfig.DataProtections[${index}].${name}`, `the details of ${what} show the field in clear`, 'warning');
      }
    }
  }
}

/** The headers of a protected field; without names it is all of them. */
function headersOf(field: Json | undefined): string[] {
  const keys = listOf(member(field, 'FieldKeys'));
  return member(field, 'FieldType') !== 'SINGLE_HEADER' ? [] : keys.length === 0 ? ['*'] : keys.map(String);
}
