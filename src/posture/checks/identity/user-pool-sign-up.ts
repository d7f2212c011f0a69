import { isMeantPrivate } from '../../model/meant-private';
import { userPoolsOf } from '../../model/user-pools';
import { type Check, fail, pass, unsure } from '../check';

const PROPERTY = 'AdminCreateUserConfig.AllowAdminCreateUserOnly';

export const userPoolSignUp: Check = {
  id: 'user-pool-sign-up',
  title: 'Nobody signs himself up to a private API',
  severity: 'error',
  layer: 'identity',
  why: 'User pools answer on the internet: whoever knows a client id makes himself an account, and has tokens that the API takes.',
  fix: 'Set AdminCreateUserConfig.AllowAdminCreateUserOnly to true.',
  owasp: ['API2:2023', 'API5:2023'],
  * judge(posture) {
    for (const { resource, signUp, guards } of posture.derive(userPoolsOf)) {
      const guarded = guards.some((api) => isMeantPrivate(posture, api));
      // A pool that nothing here relies on may be a public one.
      yield signUp.kind === 'unknown' ? unsure(resource, PROPERTY, signUp.why)
        : signUp.kind === 'known' && !signUp.value ? pass(resource, PROPERTY)
          : fail(resource, PROPERTY, `everybody may sign up${guarded ? ' to the user pool that guards a private API' : ''}`, guarded ? undefined : 'warning');
    }
  },
};
