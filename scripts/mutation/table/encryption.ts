import { NAME, PLACE, REFERENCE, type Rows, WORDS } from './type-rows';
import { member } from '../../../src/posture/assembly/json';
import { as, drop, flip, leftOut, lower, to } from '../operator';
import { policy } from '../policy';

const PROGRAM = 'what the program does, not who may call it';

/** Keys, secrets, and what the functions behind an API may do: the ground floor. */
export const ENCRYPTION: Rows = {
  'AWS::KMS::Key': {
    layer: 'encryption',
    removal: true,
    relevant: {
      '@DeletionPolicy': [drop, to('Delete')],
      // CloudFormation never replaces a key: it refuses the update, whatever the attribute says
      '@UpdateReplacePolicy': [leftOut('covered', drop), leftOut('covered', to('Delete'))],
      'EnableKeyRotation': [drop, flip],
      // left out, KMS lets the account in, as the first statement of the examples does, and none of the services of the others
      'KeyPolicy': policy({ own: true, without: 'stricter' }),
      // the window counts for a key that CloudFormation deletes: DeletionPolicy keeps it
      'PendingWindowInDays': [leftOut('default', drop), leftOut('covered', lower(7), ({ properties }) => member(properties, '@DeletionPolicy') === 'Retain')],
    },
    irrelevant: { Description: WORDS },
  },
  'AWS::SecretsManager::Secret': {
    layer: 'encryption',
    removal: 'one secret less',
    relevant: {
      KmsKeyId: [drop],
      SecretString: [leftOut('stricter', drop), to('correct horse battery staple')],
    },
    irrelevant: {
      'Description': WORDS,
      '@DeletionPolicy': 'it can be made again: the client has it too',
      '@UpdateReplacePolicy': 'it can be made again: the client has it too',
    },
  },
  'AWS::Lambda::Permission': {
    layer: 'identity',
    removal: 'without it the API does not reach the function',
    relevant: {
      Action: [leftOut('refused', drop), as('wildcard an action', 'lambda:*')],
      Principal: [leftOut('refused', drop), leftOut('bound', as('wildcard a principal', '*')), leftOut('stricter', to('events.amazonaws.com'))],
      SourceArn: [drop, as('wildcard a condition', { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*' }, '*')],
    },
    irrelevant: { FunctionName: REFERENCE },
  },
  'AWS::Lambda::Function': {
    layer: 'encryption',
    removal: true,
    relevant: {
      'LoggingConfig.LogGroup': [drop, as('point elsewhere', '/aws/lambda/elsewhere')],
      'ReservedConcurrentExecutions': [drop],
      'Runtime': [leftOut('refused', drop), to('nodejs16.x')],
      'TracingConfig.Mode': [drop, to('PassThrough')],
      'VpcConfig': [drop],
      'VpcConfig.SecurityGroupIds': [leftOut('refused', drop)],
      'VpcConfig.SubnetIds': [leftOut('refused', drop)],
    },
    irrelevant: {
      'Architectures': PROGRAM,
      'Code': PROGRAM,
      'Description': WORDS,
      'Environment': 'references: no secret stands in them',
      'Handler': PROGRAM,
      'MemorySize': PROGRAM,
      'Role': 'the role is weakened itself',
      'Timeout': PROGRAM,
      'VpcConfig.SecurityGroupIds[]': PLACE,
      'VpcConfig.SubnetIds[]': PLACE,
    },
  },
  'AWS::IAM::Role': {
    layer: 'encryption',
    removal: true,
    relevant: {
      'AssumeRolePolicyDocument': policy({ trust: true, without: 'refused' }),
      'ManagedPolicyArns': [leftOut('stricter', drop)],
      'ManagedPolicyArns[]': [as('wildcard an action', 'arn:aws:iam::aws:policy/AdministratorAccess')],
      'Policies': [leftOut('stricter', drop)],
      'Policies[].PolicyDocument': policy({ without: 'refused' }),
    },
    irrelevant: {
      'Description': WORDS,
      'Policies[].PolicyName': NAME,
      '@DeletionPolicy': 'the role stays either way',
      '@UpdateReplacePolicy': 'the role stays either way',
    },
  },
  'AWS::IAM::ManagedPolicy': {
    layer: 'encryption',
    removal: 'without it the role may do less',
    relevant: { PolicyDocument: policy({ without: 'refused' }) },
    irrelevant: { Description: WORDS, Path: NAME, Roles: REFERENCE },
  },
};
