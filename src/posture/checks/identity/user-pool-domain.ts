import { userPoolsOf } from '../../model/user-pools';
import { type Check, pass, unsure } from '../check';

export const userPoolDomain: Check = {
  id: 'user-pool-domain',
  title: 'A user pool that is called through a VPC endpoint has no domain',
  severity: 'warning',
  layer: 'identity',
  why: 'A domain is public, and Cognito says that it takes no calls through PrivateLink for a pool that has one.',
  fix: 'Use a pool without a domain for machines (GetClientToken needs none), and another one, with a domain, for people.',
  owasp: ['API8:2023'],
  * judge(posture) {
    const endpoint = posture.ofType('AWS::EC2::VPCEndpoint').some(({ properties }) => /\.cognito-idp(-fips)?$/.test(String(properties.ServiceName)));
    for (const { resource } of endpoint ? posture.derive(userPoolsOf) : []) {
      const domains = posture.referrers(resource, 'AWS::Cognito::UserPoolDomain');
      yield domains.length === 0 ? pass(resource)
        // AWS's page contradicts itself: https://docs.aws.amazon.com/cognito/latest/developerguide/vpc-interface-endpoints.html
        : unsure(domains[0]!, 'Domain', 'whether Cognito takes calls through the VPC endpoint for a pool that has a domain');
    }
  },
};
