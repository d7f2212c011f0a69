import type { Resource } from '../../assembly/app';
import { isUnknown, readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { few } from '../../model/words';
import { isForAction, type Principal, readPolicy, type Statement } from '../../policy/policy';
import { type Check, fail, type Judgement, pass, unsure } from '../check';

/** What hands a key over, or takes it away from everybody. Grants are not among it: services make them for what they encrypt. */
const ADMINISTRATION = ['kms:putkeypolicy', 'kms:schedulekeydeletion', 'kms:disablekey', 'kms:deleteimportedkeymaterial', 'kms:disablekeyrotation'];

export const keyAdministrators: Check = {
  id: 'key-administrators',
  title: 'Services and roles of functions that use a key do not administer it',
  severity: 'warning',
  layer: 'encryption',
  why: 'Whoever may write the key\'s policy may give the key away, and whoever may delete it takes everything with it that it ever encrypted.',
  fix: 'Name the actions of use: kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey*, kms:DescribeKey. Leave kms:* to the account\'s root, or to a role of administrators.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const key of posture.ofType('AWS::KMS::Key', 'AWS::KMS::ReplicaKey')) {
      const policy = readPolicy(key.properties.KeyPolicy ?? key.properties['*']);
      // What is not known of the policy says the check of the policy itself.
      const statements = policy.kind === 'known' ? policy.value.statements.filter(({ effect }) => effect === 'Allow') : [];
      const found = statements.flatMap((statement) => judgeStatement(posture, key, statement));
      yield* found.length > 0 ? found : [pass(key, 'KeyPolicy')];
    }
  },
};

function judgeStatement(posture: Posture, key: Resource, statement: Statement): Judgement[] {
  const users = statement.notPrincipals ? [] : (statement.principals ?? []).filter((principal) => isUser(posture, principal));
  const place = `KeyPolicy.Statement[${statement.index}]`;
  const { actions, notActions } = statement;
  const open = actions.find((action) => isUnknown(action));
  const mayAdminister = ADMINISTRATION.some((action) => isForAction(statement, action));
  return users.length === 0 ? []
    : open !== undefined ? [unsure(key, place, openIn(open))]
      : mayAdminister ? [fail(key, place, `${few(users.map(({ value }) => readable(value)))} may ${notActions ? 'all but ' : ''}${few(actions)}`)] : [];
}

/** A service, or a role that a service takes on. What CloudFormation does with a role, it does for whoever deploys. */
function isUser(posture: Posture, { type, value }: Principal): boolean {
  const role = type === 'AWS' ? posture.target(value) : undefined;
  const trust = readPolicy(role?.type === 'AWS::IAM::Role' ? role.properties.AssumeRolePolicyDocument : undefined);
  return type === 'Service' || trust.kind === 'known' && trust.value.statements.some(({ principals = [] }) => principals.some((one) => one.type === 'Service' && !one.value.startsWith('cloudformation.')));
}
