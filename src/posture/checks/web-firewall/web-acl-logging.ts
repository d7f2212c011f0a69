import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { webAclLogs } from '../../model/web-acl-logs';
import { type Check, fail, pass, unsure } from '../check';

export const webAclLogging: Check = {
  id: 'web-acl-logging',
  title: 'A web ACL logs',
  severity: 'error',
  layer: 'web-firewall',
  why: 'Without the log nobody can tell an attack from a caller who was blocked by mistake, nor who it was.',
  fix: 'Add an AWS::WAFv2::LoggingConfiguration whose ResourceArn is the web ACL.',
  owasp: ['API8:2023'],
  securityHub: ['WAF.11'],
  * judge(posture: Posture) {
    const logs = posture.derive(webAclLogs);
    const open = posture.ofType('AWS::WAFv2::LoggingConfiguration').find(({ properties }) => openIn(properties.ResourceArn) !== '');
    for (const acl of posture.derive(guardsOf)) {
      const log = logs.get(acl);
      yield log === undefined ? open === undefined ? fail(acl.resource, undefined, 'the web ACL has no logging configuration')
        : unsure(open, 'ResourceArn', openIn(open.properties.ResourceArn))
        : log.condition === undefined ? pass(acl.resource) : unsure(log, undefined, `condition ${log.condition}`);
    }
  },
};
