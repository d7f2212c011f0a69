import { isMeantPrivate } from '../../model/meant-private';
import { read } from '../../model/reading';
import { userPoolsOf } from '../../model/user-pools';
import { type Check, fail, pass, unsure } from '../check';

/** A function that may refuse whoever signs up: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html */
const TRIGGER = 'LambdaConfig.PreSignUp';
const PROPERTY = 'AdminCreateUserConfig.AllowAdminCreateUserOnly';

export const userPoolSignUp: Check = {
  id: 'user-pool-sign-up',
  title: 'Nobody signs up to a private API by themselves',
  severity: 'error',
  layer: 'identity',
  why: 'User pools answer on the internet: whoever knows a client id makes an account, and has tokens that the API takes.',
  fix: 'Set AdminCreateUserConfig.AllowAdminCreateUserOnly to true.',
  owasp: ['API2:2023', 'API5:2023'],
  * judge(posture) {
    for (const { resource, signUp, guards } of posture.derive(userPoolsOf)) {
      const guarded = guards.some((api) => isMeantPrivate(posture, api));
      // A pool that nothing here relies on may be a public one.
      yield signUp.kind === 'unknown' ? unsure(resource, PROPERTY, signUp.why)
        : signUp.kind === 'known' && !signUp.value ? pass(resource, PROPERTY)
          : read(resource, TRIGGER).kind !== 'absent' ? unsure(resource, PROPERTY, 'whom the pre sign-up trigger of the pool lets sign up')
            : fail(resource, PROPERTY, `everybody may sign up${guarded ? ' to the user pool that guards a private API' : ''}`, guarded ? undefined : 'warning');
    }
  },
};
