import { readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const authorizerUserPools: Check = {
  id: 'authorizer-user-pools',
  title: 'An authorizer takes the tokens of user pools that are known',
  severity: 'error',
  layer: 'identity',
  why: 'Whoever can make users or clients in a user pool decides who may call: how a pool of another app does that, these templates do not tell.',
  fix: 'Name the user pools of this app in ProviderARNs; check a pool of another app there.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { authorizers } of posture.derive(apisOf)) {
      for (const { kind, resource, path, userPools } of authorizers) {
        const name = path.length === 0 ? 'ProviderARNs' : 'providerARNs';
        const property = [...path, name].join('.');
        if (kind !== 'cognito') {
          continue;
        }
        const list = read(resource, [...path, name]);
        if (list.kind === 'unknown') {
          yield unsure(resource, property, list.why);
          continue;
        }
        if (userPools.length === 0) {
          yield fail(resource, property, 'the authorizer names no user pool');
        }
        for (const [index, arn] of userPools.entries()) {
          yield posture.targets(arn).some(({ type }) => type === 'AWS::Cognito::UserPool') ? pass(resource, `${property}[${index}]`)
            : unsure(resource, `${property}[${index}]`, `who has tokens of ${readable(arn)}, a user pool that is not of this app`);
        }
      }
    }
  },
};
