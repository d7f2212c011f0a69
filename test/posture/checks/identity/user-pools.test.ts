import { identityPoolUnauthenticated } from '../../../../src/posture/checks/identity/identity-pool-unauthenticated';
import { identityProviderTls } from '../../../../src/posture/checks/identity/identity-provider-tls';
import { userPoolDeletion } from '../../../../src/posture/checks/identity/user-pool-deletion';
import { userPoolMfa } from '../../../../src/posture/checks/identity/user-pool-mfa';
import { userPoolPassword } from '../../../../src/posture/checks/identity/user-pool-password';
import { userPoolSignUp } from '../../../../src/posture/checks/identity/user-pool-sign-up';
import { userPoolThreatProtection } from '../../../../src/posture/checks/identity/user-pool-threat-protection';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one, privateApi } from '../../support/private-api';

const POOL = { Ref: 'Pool' };
const CLOSED = { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } };
const pool = (properties: object = {}) => one('Pool', 'Cognito::UserPool', { ...CLOSED, ...properties });
const client = (properties: object, id = 'Client') => one(id, 'Cognito::UserPoolClient', { UserPoolId: POOL, ...properties });
const MACHINE = { AllowedOAuthFlows: ['client_credentials'], AllowedOAuthFlowsUserPoolClient: true, GenerateSecret: true };
const FEDERATED = { AllowedOAuthFlows: ['code'], SupportedIdentityProviders: ['Corporate'], ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] };
const provider = (details: object) => one('Provider', 'Cognito::UserPoolIdentityProvider', { UserPoolId: POOL, ProviderName: 'Corporate', ProviderDetails: details });

cases(userPoolMfa, [
  ['ON passes', pool({ MfaConfiguration: 'ON' }), ['pass Pool MfaConfiguration']],
  ['OFF fails, and so does what is left out', { ...pool({ MfaConfiguration: 'OFF' }), ...one('Other', 'Cognito::UserPool', CLOSED) }, ['error Pool MfaConfiguration', 'error Other MfaConfiguration']],
  ['OPTIONAL is said', pool({ MfaConfiguration: 'OPTIONAL' }), ['warning Pool MfaConfiguration']],
  ['a pool of machines is not judged', { ...pool(), ...client(MACHINE) }, []],
  ['...a second client lets people in', { ...pool(), ...client(MACHINE), ...client({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }, 'People') }, ['error Pool MfaConfiguration']],
  ['...a flow for passwords beside the machine\'s does', { ...pool(), ...client({ ...MACHINE, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }) }, ['error Pool MfaConfiguration']],
  ['...open sign-up does', { ...pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: 'false' } }), ...client(MACHINE) }, ['error Pool MfaConfiguration']],
  ['people who all sign in at their own provider are asked there', { ...pool(), ...client(FEDERATED), ...provider({}) }, []],
  ['...unless the pool is a provider too', { ...pool(), ...client({ ...FEDERATED, SupportedIdentityProviders: ['Corporate', 'COGNITO'] }) }, ['error Pool MfaConfiguration']],
  ['...or passwords can be sent around the sign-in page', { ...pool(), ...client({ ...FEDERATED, ExplicitAuthFlows: 'ALLOW_USER_SRP_AUTH' }) }, ['error Pool MfaConfiguration']],
  ['...or it has a user of its own', { ...pool(), ...client(FEDERATED), ...one('User', 'Cognito::UserPoolUser', { UserPoolId: POOL }) }, ['error Pool MfaConfiguration']],
  ['...whether flows that are left out let somebody in is not known', { ...pool(), ...client({ ...FEDERATED, ExplicitAuthFlows: undefined }) }, ['unknown Pool MfaConfiguration']],
  ['providers that are a parameter are not known', { ...pool(), ...client({ ...FEDERATED, SupportedIdentityProviders: OPEN }) }, ['unknown Pool MfaConfiguration']],
  ['a parameter is not known', pool({ MfaConfiguration: OPEN }), ['unknown Pool MfaConfiguration']],
], PARAMETERS);

const ENFORCED = { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' }, UserPoolTier: 'PLUS' };
const risk = (takeover: unknown, leaked: unknown = 'BLOCK') => one('Risk', 'Cognito::UserPoolRiskConfigurationAttachment', {
  UserPoolId: POOL,
  ClientId: 'ALL',
  AccountTakeoverRiskConfiguration: { Actions: { HighAction: { EventAction: takeover, Notify: false } } },
  CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: leaked } },
});
const [TAKEOVER, LEAKED] = ['AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction', 'CompromisedCredentialsRiskConfiguration.Actions.EventAction'];
const MODE = 'UserPoolAddOns.AdvancedSecurityMode';

cases(userPoolThreatProtection, [
  ['enforced passes', pool(ENFORCED), [`pass Pool ${MODE}`]],
  ['...and without a plan, as pools had before there were any', pool({ UserPoolAddOns: ENFORCED.UserPoolAddOns }), [`pass Pool ${MODE}`]],
  ['audit fails', pool({ ...ENFORCED, UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }), [`error Pool ${MODE}`]],
  ['left out is off', pool(), [`error Pool ${MODE}`]],
  ['a plan without it fails', pool({ ...ENFORCED, UserPoolTier: 'ESSENTIALS' }), ['error Pool UserPoolTier']],
  ['a plan that is a parameter is not known', pool({ ...ENFORCED, UserPoolTier: OPEN }), ['unknown Pool UserPoolTier']],
  ['risks with consequences pass', { ...pool(ENFORCED), ...risk('MFA_REQUIRED') }, [`pass Pool ${MODE}`, `pass Risk ${TAKEOVER}`, `pass Risk ${LEAKED}`]],
  ['a risk without one fails', { ...pool(ENFORCED), ...risk('NO_ACTION', 'NO_ACTION') }, [`pass Pool ${MODE}`, `error Risk ${TAKEOVER}`, `error Risk ${LEAKED}`]],
  ['a consequence that is a parameter is not known', { ...pool(ENFORCED), ...risk(OPEN) }, [`pass Pool ${MODE}`, `unknown Risk ${TAKEOVER}`, `pass Risk ${LEAKED}`]],
  ['it does not look at machines, nor at sign-ins at a provider', { ...pool(), ...client(MACHINE), ...client(FEDERATED, 'People') }, []],
  ['a parameter is not known', pool({ UserPoolAddOns: { AdvancedSecurityMode: OPEN } }), [`unknown Pool ${MODE}`]],
], PARAMETERS);

const KINDS = { RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true };
const passwords = (policy: unknown) => pool({ Policies: { PasswordPolicy: policy } });
const AT = 'Policies.PasswordPolicy';

cases(userPoolPassword, [
  ['twelve characters of every kind pass', passwords({ MinimumLength: 12, ...KINDS }), [`pass Pool ${AT}`]],
  ['what AWS takes where it is left out passes', pool(), [`pass Pool ${AT}`]],
  ['six characters fail, in quotes too', passwords({ MinimumLength: '6', ...KINDS }), [`warning Pool ${AT}.MinimumLength`]],
  ['a kind that is left out is not asked for', passwords({ MinimumLength: 12, ...KINDS, RequireSymbols: undefined }), [`warning Pool ${AT}`]],
  ['...which does not matter where they are long', passwords({ MinimumLength: 16 }), [`pass Pool ${AT}`]],
  ['a temporary password that lasts a year fails', passwords({ MinimumLength: 12, ...KINDS, TemporaryPasswordValidityDays: 365 }), [`warning Pool ${AT}.TemporaryPasswordValidityDays`]],
  ['...and one that lasts a week passes', passwords({ MinimumLength: 8, ...KINDS, TemporaryPasswordValidityDays: 7 }), [`pass Pool ${AT}`]],
  ['a pool of machines has none', { ...passwords({ MinimumLength: 6 }), ...client(MACHINE) }, []],
  ['a length that is a parameter is not known', passwords({ MinimumLength: OPEN, ...KINDS }), [`unknown Pool ${AT}`]],
  ['a kind that is a parameter is not known', passwords({ MinimumLength: 12, ...KINDS, RequireSymbols: OPEN }), [`unknown Pool ${AT}`]],
  ['...but a short length is', passwords({ MinimumLength: 6, ...KINDS, RequireSymbols: OPEN }), [`warning Pool ${AT}.MinimumLength`]],
  ['a policy that is a parameter is not known', passwords(OPEN), [`unknown Pool ${AT}`]],
], PARAMETERS);

const SIGN_UP = 'AdminCreateUserConfig.AllowAdminCreateUserOnly';
const guarding = (resources: object) => ({
  ...resources, ...privateApi(), ...one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS', ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }] }),
});

cases(userPoolSignUp, [
  ['administrators alone pass, in quotes too', guarding(pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: 'true' } })), [`pass Pool ${SIGN_UP}`]],
  ['everybody fails where tokens open a private API', guarding(pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } })), [`error Pool ${SIGN_UP}`]],
  ['left out is everybody', guarding(pool({ AdminCreateUserConfig: undefined })), [`error Pool ${SIGN_UP}`]],
  ['a pool that guards nothing here is said', pool({ AdminCreateUserConfig: {} }), [`warning Pool ${SIGN_UP}`]],
  ['whom a trigger lets in is not known', guarding(pool({ AdminCreateUserConfig: {}, LambdaConfig: { PreSignUp: 'arn:aws:lambda:eu-west-1:111122223333:function:sign-up' } })), [`unknown Pool ${SIGN_UP}`]],
  ['another trigger lets everybody in', guarding(pool({ AdminCreateUserConfig: {}, LambdaConfig: { PostConfirmation: 'arn' } })), [`error Pool ${SIGN_UP}`]],
  ['a parameter is not known', guarding(pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: OPEN } })), [`unknown Pool ${SIGN_UP}`]],
], PARAMETERS);

cases(userPoolDeletion, [
  ['active passes', pool({ DeletionProtection: 'ACTIVE' }), ['pass Pool DeletionProtection']],
  ['inactive fails', pool({ DeletionProtection: 'INACTIVE' }), ['warning Pool DeletionProtection']],
  ['left out is inactive', pool(), ['warning Pool DeletionProtection']],
  ['what a condition chooses is not known', pool({ DeletionProtection: { 'Fn::If': ['IsProd', 'ACTIVE', 'INACTIVE'] } }), ['unknown Pool DeletionProtection']],
], { ...PARAMETERS, Conditions: { IsProd: { 'Fn::Equals': [OPEN, 'prod'] } } });

cases(identityProviderTls, [
  ['https passes', provider({ MetadataURL: 'https://login.example.com/metadata.xml' }), ['pass Provider ProviderDetails.MetadataURL']],
  ['http fails, wherever it stands', provider({ oidc_issuer: 'HTTP://login.example.com', jwks_uri: 'http://login.example.com/keys', token_url: 'https://login.example.com/token' }),
    ['error Provider ProviderDetails.oidc_issuer', 'pass Provider ProviderDetails.token_url', 'error Provider ProviderDetails.jwks_uri']],
  ['metadata that stand in the template have no address', provider({ MetadataFile: '<xml/>' }), []],
  ['a sign-in that the provider starts is said', provider({ MetadataURL: 'https://a', IDPInit: 'true' }), ['pass Provider ProviderDetails.MetadataURL', 'warning Provider ProviderDetails.IDPInit']],
  ['a parameter is not known', provider({ MetadataURL: OPEN }), ['unknown Provider ProviderDetails.MetadataURL']],
], PARAMETERS);

const guests = (value?: unknown) => one('Guests', 'Cognito::IdentityPool', { AllowUnauthenticatedIdentities: value });

cases(identityPoolUnauthenticated, [
  ['no guests pass', guests(false), ['pass Guests AllowUnauthenticatedIdentities']],
  ['guests fail', guests(true), ['error Guests AllowUnauthenticatedIdentities']],
  ['...in quotes too', guests('True'), ['error Guests AllowUnauthenticatedIdentities']],
  ['a parameter is not known', guests(OPEN), ['unknown Guests AllowUnauthenticatedIdentities']],
], PARAMETERS);
