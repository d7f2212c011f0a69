import { CognitoIdentityProviderClient, GetClientTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/**
 * Walks the whole way in, as a consumer would: reads its secret, gets a token through the cognito-idp endpoint, calls the API
 * through the execute-api endpoint, and returns what API Gateway saw.
 */
export async function handler(): Promise<unknown> {
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }));
  const { clientId, clientSecret } = JSON.parse(SecretString ?? '{}') as { clientId: string; clientSecret: string };
  const { ClientAuthenticationResult: token } = await new CognitoIdentityProviderClient({}).send(new GetClientTokenCommand({
    ClientId: clientId, Secret: clientSecret, Scopes: ['payments/read'],
  }));
  const url = `${process.env.API_URL}/whoami`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token?.AccessToken}` },
    signal: AbortSignal.timeout(10_000),
  });
  const seen = { status: response.status, url, body: await response.text() };
  console.log(JSON.stringify(seen));
  return seen;
}
