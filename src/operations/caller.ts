import { type Signer, signedQuery, xmlTexts } from './signed-query';

/** Who calls: the ARN that CloudTrail shows too. */
export async function callerArn(signer: Signer, environment = process.env): Promise<string> {
  const [arn] = xmlTexts(await signedQuery('sts', { Action: 'GetCallerIdentity' }, signer, environment), 'Arn');
  if (arn === undefined) {
    throw new Error('STS did not tell who is calling');
  }
  return arn;
}
