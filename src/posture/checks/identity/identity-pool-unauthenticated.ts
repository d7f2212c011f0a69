import { readBoolean } from '../../model/reading';
import { type Check, judged } from '../check';

export const identityPoolUnauthenticated: Check = {
  id: 'identity-pool-unauthenticated',
  title: 'An identity pool gives AWS credentials only to who signed in',
  severity: 'error',
  layer: 'identity',
  why: 'With guests everybody on the internet gets credentials of the account, and may call what their role allows.',
  fix: 'Set AllowUnauthenticatedIdentities to false.',
  owasp: ['API2:2023'],
  securityHub: ['Cognito.2'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::Cognito::IdentityPool')) {
      yield judged(resource, 'AllowUnauthenticatedIdentities', readBoolean(resource, 'AllowUnauthenticatedIdentities'), false, (guests) => (guests ? 'guests are let in' : undefined));
    }
  },
};
