import { CognitoIdentityProviderClient, GetClientTokenCommand } from '@aws-sdk/client-cognito-identity-provider';

test('the request that docs/identity.md posts is the one that the SDK makes', async () => {
  const seen: any[] = [];
  const requestHandler = {
    handle: async (request: any) => {
      seen.push(request);
      throw new Error('seen');
    },
  };
  const client = new CognitoIdentityProviderClient({
    region: 'eu-central-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' }, requestHandler: requestHandler as any, maxAttempts: 1,
  });
  const input = { ClientId: 'client', Secret: 'secret', Scopes: ['payments/read'] };
  await expect(client.send(new GetClientTokenCommand(input))).rejects.toThrow('seen');
  const [{ protocol, hostname, method, path, headers, body }] = seen;
  expect(`${method} ${protocol}//${hostname}${path}`).toBe('POST https://cognito-idp.eu-central-1.amazonaws.com/');
  expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.GetClientToken' });
  expect(JSON.parse(new TextDecoder().decode(body))).toEqual(input);
});
