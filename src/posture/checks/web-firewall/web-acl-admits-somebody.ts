import { ofVersion } from '../../model/address-set';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { admitted } from '../../model/web-acl-verdict';
import { type Check, fail, pass } from '../check';

export const webAclAdmitsSomebody: Check = {
  id: 'web-acl-admits-somebody',
  title: 'A web ACL admits callers, over IPv6 too where an endpoint of the API has it',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'Callers who are blocked by mistake make somebody open the web firewall in a hurry.',
  fix: 'Name the callers\' addresses in IP sets, one for IPv4 and one for IPv6, and admit both.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const six = posture.ofType('AWS::EC2::VPCEndpoint').some(({ properties }) => String(properties.ServiceName).endsWith('.execute-api')
      && ['dualstack', 'ipv6'].includes(String(properties.IpAddressType).toLowerCase()));
    const fed = posture.resources.some(({ type, properties }) => type.startsWith('AWS::IAM::') && JSON.stringify(properties).includes('wafv2:UpdateIPSet'));
    for (const acl of posture.derive(guardsOf)) {
      const open = admitted(acl, 'possible');
      // Something in the app writes IP sets: what they hold, no template says.
      yield fed ? pass(acl.resource, 'Rules')
        : open.length === 0 ? fail(acl.resource, 'Rules', 'the web ACL admits nobody')
          : six && ofVersion(open, 6).length === 0 ? fail(acl.resource, 'Rules', 'the web ACL admits no IPv6 address, and an endpoint of the API has IPv6')
            : pass(acl.resource, 'Rules');
    }
  },
};
