import { NAME, REFERENCE, type Rows, WORDS } from './type-rows';
import { as, drop, entries, flip, leftOut, lower, type Operator, raise, to } from '../operator';

/** The user pool of the examples is one of machines: there is nobody in it who signs in with a password. */
const idle = (operator: Operator) => leftOut('idle', operator);

export const IDENTITY: Rows = {
  'AWS::Cognito::UserPool': {
    layer: 'identity',
    removal: true,
    relevant: {
      // DeletionProtection keeps it in either case
      '@DeletionPolicy': [leftOut('covered', drop), leftOut('covered', to('Delete'))],
      '@UpdateReplacePolicy': [leftOut('covered', drop), leftOut('covered', to('Delete'))],
      'AccountRecoverySetting': [idle(drop)],
      'AccountRecoverySetting.RecoveryMechanisms[].Name': [leftOut('refused', drop), idle(to('verified_email'))],
      'AdminCreateUserConfig': [drop],
      'AdminCreateUserConfig.AllowAdminCreateUserOnly': [drop, flip],
      'DeletionProtection': [drop, to('INACTIVE')],
      'EnabledMfas': [idle(drop)],
      'EnabledMfas[]': [idle(to('SMS_MFA'))],
      'KeyConfiguration': [drop],
      'KeyConfiguration.KeyType': [leftOut('refused', drop), leftOut('refused', to('AWS_OWNED_KEY'))], // beside a key's ARN
      'KeyConfiguration.KmsKeyArn': [leftOut('refused', drop)],
      'MfaConfiguration': [idle(drop), idle(to('OFF', 'OPTIONAL'))],
      'Policies': [idle(drop)],
      'Policies.PasswordPolicy.MinimumLength': [idle(drop), idle(lower(6))],
      'Policies.PasswordPolicy.RequireLowercase': [idle(drop), idle(flip)],
      'Policies.PasswordPolicy.RequireNumbers': [idle(drop), idle(flip)],
      'Policies.PasswordPolicy.RequireSymbols': [idle(drop), idle(flip)],
      'Policies.PasswordPolicy.RequireUppercase': [idle(drop), idle(flip)],
      'Policies.PasswordPolicy.TemporaryPasswordValidityDays': [idle(drop), idle(raise(365))],
    },
    irrelevant: {
      'AccountRecoverySetting.RecoveryMechanisms[].Priority': 'the order of one',
      'UserPoolTier': 'what it costs; the features that it brings are weakened themselves',
    },
  },
  'AWS::Cognito::UserPoolClient': {
    layer: 'identity',
    removal: 'one client less',
    relevant: {
      'AccessTokenValidity': [drop, raise(48)],
      'TokenValidityUnits': [drop],
      'TokenValidityUnits.AccessToken': [leftOut('refused', drop), leftOut('refused', to('days')), to('hours')], // 30 days are beyond what Cognito takes
      'AllowedOAuthFlows': [leftOut('refused', drop)],
      'AllowedOAuthFlows[]': [to('implicit', 'code')],
      'AllowedOAuthScopes': [leftOut('refused', drop), leftOut('stricter', entries)],
      'AllowedOAuthScopes[]': [as('point elsewhere', 'aws.cognito.signin.user.admin')],
      'EnableTokenRevocation': [leftOut('default', drop), flip],
      'ExplicitAuthFlows': [idle(drop)],
      'ExplicitAuthFlows[]': [to('ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH')],
      'GenerateSecret': [drop, flip],
      'PreventUserExistenceErrors': [idle(drop), idle(to('LEGACY'))],
    },
    irrelevant: {
      AllowedOAuthFlowsUserPoolClient: 'without it the client gets no tokens',
      ClientName: NAME,
      UserPoolId: REFERENCE,
    },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    layer: 'identity',
    removal: 'without its scopes no client gets a token',
    relevant: {},
    irrelevant: { 'Identifier': NAME, 'Name': NAME, 'Scopes[].ScopeDescription': WORDS, 'Scopes[].ScopeName': NAME, 'UserPoolId': REFERENCE },
  },
};
