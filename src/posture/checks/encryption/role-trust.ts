import { openToStrangers } from '../../model/openings';
import { readPolicy, type Statement } from '../../policy/policy';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const roleTrust: Check = {
  id: 'role-trust',
  title: 'Roles trust principals that they name',
  severity: 'error',
  layer: 'encryption',
  why: 'Whoever assumes the role may do all that it may: read what the key opens, call what the API\'s functions call.',
  fix: 'Name the service, role or account in Principal; limit identity providers by conditions on the audience and the subject.',
  owasp: ['API2:2023', 'API8:2023'],
  * judge(posture) {
    for (const role of posture.ofType('AWS::IAM::Role')) {
      const policy = readPolicy(role.properties.AssumeRolePolicyDocument ?? role.properties['*']);
      if (policy.kind === 'unknown') {
        yield unsure(role, 'AssumeRolePolicyDocument', policy.why);
        continue;
      }
      const found = policy.kind === 'known' ? [
        ...openToStrangers(policy.value).map(({ statement, verdict }): Judgement => (verdict === 'allowed'
          ? fail(role, placeOf(statement), 'principals of every account may assume the role')
          : unsure(role, placeOf(statement), 'whether principals of other accounts may assume the role'))),
        ...policy.value.statements.flatMap((statement) => providersOf(statement).map((provider): Judgement =>
          fail(role, placeOf(statement), `everybody whom ${provider} knows may assume the role`))),
        ...policy.value.statements.filter(asksForTheExternalIdAlone).map((statement) =>
          fail(role, placeOf(statement), 'principals of every account may assume the role who know the external id, which is no secret', 'warning')),
      ] : [];
      yield* found.length > 0 ? found : [pass(role, 'AssumeRolePolicyDocument')];
    }
  },
};

function placeOf({ index }: Statement): string {
  return `AssumeRolePolicyDocument.Statement[${index}]`;
}

/** An external id tells one customer of a service from another: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
function asksForTheExternalIdAlone({ effect, principals = [], notPrincipals, conditions }: Statement): boolean {
  return effect === 'Allow' && (notPrincipals || principals.some(({ type, value }) => type === 'AWS' && value === '*'))
    && conditions.length > 0 && conditions.every(({ key }) => key === 'sts:externalid');
}

/** Public identity providers that are trusted without a condition: each of their clients has a token. */
function providersOf({ effect, actions, principals = [], conditions }: Statement): string[] {
  const byToken = actions.some((action) => /^sts:(assumerolewithwebidentity|assumerole\*|\*)$/i.test(action));
  return effect === 'Allow' && byToken && conditions.length === 0 ? principals.filter(({ type }) => type === 'Federated').map(({ value }) => value) : [];
}
