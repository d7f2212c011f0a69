import { clientCallbackUrls } from '../../../../src/posture/checks/identity/client-callback-urls';
import { clientFlows } from '../../../../src/posture/checks/identity/client-flows';
import { clientScopes } from '../../../../src/posture/checks/identity/client-scopes';
import { clientTokenRevocation } from '../../../../src/posture/checks/identity/client-token-revocation';
import { clientTokenValidity } from '../../../../src/posture/checks/identity/client-token-validity';
import { clientUserExistence } from '../../../../src/posture/checks/identity/client-user-existence';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one } from '../../support/private-api';

const client = (properties: object) => one('Client', 'Cognito::UserPoolClient', { UserPoolId: { Ref: 'Pool' }, ...properties });
const MACHINE = { AllowedOAuthFlows: ['client_credentials'], GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] };

cases(clientFlows, [
  ['the code flow passes', client({ AllowedOAuthFlows: ['code'] }), ['pass Client AllowedOAuthFlows']],
  ['SRP passes', client({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }), ['pass Client AllowedOAuthFlows']],
  ['a machine with a secret passes', client(MACHINE), ['pass Client AllowedOAuthFlows']],
  ['...its secret in quotes', client({ ...MACHINE, GenerateSecret: 'true' }), ['pass Client AllowedOAuthFlows']],
  ['a machine without one fails', client({ ...MACHINE, GenerateSecret: false }), ['error Client GenerateSecret']],
  ['left out is without one', client({ ...MACHINE, GenerateSecret: undefined }), ['error Client GenerateSecret']],
  ['the implicit flow fails, beside another', client({ AllowedOAuthFlows: ['code', 'implicit'] }), ['error Client AllowedOAuthFlows']],
  ['...alone in place of a list', client({ AllowedOAuthFlows: 'implicit' }), ['error Client AllowedOAuthFlows']],
  ['machines and people do not share a client', client({ AllowedOAuthFlows: ['client_credentials', 'code'], GenerateSecret: true }), ['error Client AllowedOAuthFlows']],
  ['plain passwords of a public client fail', client({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }), ['error Client ExplicitAuthFlows']],
  ['...as flows were called before', client({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] }), ['error Client ExplicitAuthFlows']],
  ['those of a server are said', client({ ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'], GenerateSecret: true }), ['warning Client ExplicitAuthFlows']],
  ['what a client allows by itself has no plain passwords', client({}), ['pass Client AllowedOAuthFlows']],
  ['flows that are a parameter are not known', client({ AllowedOAuthFlows: [OPEN] }), ['unknown Client AllowedOAuthFlows']],
  ['...nor sign-ins', client({ ExplicitAuthFlows: OPEN }), ['unknown Client ExplicitAuthFlows']],
  ['...nor the secret of a machine', client({ ...MACHINE, GenerateSecret: OPEN }), ['unknown Client GenerateSecret']],
], PARAMETERS);

const calls = (CallbackURLs: unknown, more: object = {}) => client({ CallbackURLs, ...more });
const AT = 'Client CallbackURLs';

cases(clientCallbackUrls, [
  ['https passes', calls(['https://app.example.com/callback']), [`pass ${AT}[0]`]],
  ['...alone in place of a list', calls('https://app.example.com/callback'), [`pass ${AT}[0]`]],
  ['an application on a phone has a scheme of its own', calls(['com.example.app://callback']), [`pass ${AT}[0]`]],
  ['http fails, whatever the case', calls(['HTTP://app.example.com/callback']), [`error ${AT}[0]`]],
  ['...where people are sent after they leave, too', client({ LogoutURLs: ['http://app.example.com'] }), ['error Client LogoutURLs[0]']],
  ['a host that begins as the own machine is another', calls(['http://localhost.example.com/', 'http://127.0.0.1.example.com/']), [`error ${AT}[0]`, `error ${AT}[1]`]],
  ['a user is no host', calls(['http://localhost:80@evil.example.com/', 'https://app.example.com@evil.example.com/']), [`error ${AT}[0]`, `error ${AT}[1]`]],
  ['an address of IPv6 is not the own machine', calls(['http://[2001:db8::1]/']), [`error ${AT}[0]`]],
  ['a wildcard fails', calls(['https://*.example.com/callback']), [`error ${AT}[0]`]],
  ['a client for development has the own machine alone', calls(['http://localhost:3000/callback', 'http://127.0.0.1/', 'http://[::1]:8080/']), [`pass ${AT}[0]`, `pass ${AT}[1]`, `pass ${AT}[2]`]],
  ['...that of a website does not', calls(['https://app.example.com', 'http://localhost:3000']), [`pass ${AT}[0]`, `warning ${AT}[1]`]],
  ['...nor over TLS', calls(['https://app.example.com', 'https://localhost:3000']), [`pass ${AT}[0]`, `warning ${AT}[1]`]],
  ['a path of a host that is a reference passes', calls([{ 'Fn::Sub': 'https://${Open}/callback' }]), [`pass ${AT}[0]`]],
  ['a parameter is not known', calls([OPEN]), [`unknown ${AT}[0]`]],
  ['...nor a list of it', calls(OPEN), [`unknown ${AT}`]],
], PARAMETERS);

const server = (more: object = {}) => ({
  ...one('Pool', 'Cognito::UserPool'), ...one('Server', 'Cognito::UserPoolResourceServer', { UserPoolId: { Ref: 'Pool' }, Identifier: 'claims', Scopes: [{ ScopeName: 'read' }], ...more }),
});
const scoped = (AllowedOAuthScopes: unknown, more: object = {}) => ({ ...server(), ...client({ AllowedOAuthFlows: ['code'], AllowedOAuthScopes, ...more }) });
const SCOPES = 'Client AllowedOAuthScopes';

cases(clientScopes, [
  ['a scope that there is passes, beside openid', scoped(['openid', 'claims/read']), [`pass ${SCOPES}`]],
  ['...alone in place of a list', scoped('claims/read'), [`pass ${SCOPES}`]],
  ['...by a reference to its resource server', scoped([{ 'Fn::Join': ['', [{ Ref: 'Server' }, '/read']] }]), [`pass ${SCOPES}`]],
  ['a scope that there is not fails', scoped(['claims/write']), [`warning ${SCOPES}`]],
  ['...that of another resource server does', scoped(['other/read']), [`warning ${SCOPES}`]],
  ['the scope of the user\'s own record fails', scoped(['claims/read', 'aws.cognito.signin.user.admin']), [`warning ${SCOPES}`]],
  ['a machine has no user', scoped(['claims/read', 'profile'], { AllowedOAuthFlows: ['client_credentials'] }), [`warning ${SCOPES}`]],
  ['no scopes pass', scoped(undefined), [`pass ${SCOPES}`]],
  ['scopes of a pool of another app pass', client({ UserPoolId: 'eu-west-1_abc', AllowedOAuthScopes: ['claims/write'] }), [`pass ${SCOPES}`]],
  ['a scope that is a parameter is not known', scoped([OPEN]), [`unknown ${SCOPES}`]],
  ['...nor a list of it', scoped(OPEN), [`unknown ${SCOPES}`]],
  ['a resource server whose name is not known may declare it', { ...server({ Identifier: OPEN }), ...client({ AllowedOAuthScopes: ['claims/write'] }) }, [`pass ${SCOPES}`]],
], PARAMETERS);

const life = (properties: object) => client(properties);
const TOKENS = (access: string, id = 'pass', refresh = 'pass') => [`${access} Client AccessTokenValidity`, `${id} Client IdTokenValidity`, `${refresh} Client RefreshTokenValidity`];

cases(clientTokenValidity, [
  ['what AWS takes passes', life({}), TOKENS('pass')],
  ['an hour passes, however it is spelled', life({ AccessTokenValidity: '60', IdTokenValidity: 3600, TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds' } }), TOKENS('pass')],
  ['a number without a unit is one of hours, and of days', life({ AccessTokenValidity: 15, IdTokenValidity: 1, RefreshTokenValidity: 31 }), TOKENS('warning', 'pass', 'warning')],
  ['a day is long', life({ AccessTokenValidity: 1, IdTokenValidity: 24, TokenValidityUnits: { AccessToken: 'days' } }), TOKENS('warning', 'warning')],
  ['a refresh token of ten years is long', life({ RefreshTokenValidity: 3650 }), TOKENS('pass', 'pass', 'warning')],
  ['...and one of an hour is not', life({ RefreshTokenValidity: 60, TokenValidityUnits: { RefreshToken: 'Minutes' } }), TOKENS('pass')],
  ['a parameter is not known, nor is a number of an unknown unit', life({ AccessTokenValidity: OPEN, IdTokenValidity: 5, TokenValidityUnits: { IdToken: OPEN } }), TOKENS('unknown', 'unknown')],
], PARAMETERS);

cases(clientTokenRevocation, [
  ['left out is on', client({}), ['pass Client EnableTokenRevocation']],
  ['off fails, in quotes too', client({ EnableTokenRevocation: 'false' }), ['warning Client EnableTokenRevocation']],
  ['a parameter is not known', client({ EnableTokenRevocation: OPEN }), ['unknown Client EnableTokenRevocation']],
], PARAMETERS);

cases(clientUserExistence, [
  ['ENABLED passes', client({ PreventUserExistenceErrors: 'ENABLED' }), ['pass Client PreventUserExistenceErrors']],
  ['LEGACY fails', client({ PreventUserExistenceErrors: 'LEGACY' }), ['warning Client PreventUserExistenceErrors']],
  ['left out is LEGACY', client({ AllowedOAuthFlows: ['code'] }), ['warning Client PreventUserExistenceErrors']],
  ['a machine has no users', client(MACHINE), []],
  ['a parameter is not known', client({ PreventUserExistenceErrors: OPEN }), ['unknown Client PreventUserExistenceErrors']],
], PARAMETERS);
