/** What signs the calls of a function. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Takes the place of the SDK's search for credentials in the bundles, under the name that the SDK's clients import. Lambda gives a function the
 * credentials of its role in the environment; the ways by files, programs, sign-in and the metadata of a machine are 110 KB that never run, and
 * that nobody can lead astray where they are not.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      throw Object.assign(new Error('a function has the credentials of its role in its environment, received: none'), { name: 'CredentialsProviderError' });
    }
    return { accessKeyId, secretAccessKey, ...sessionToken === undefined ? {} : { sessionToken } };
  };
}
