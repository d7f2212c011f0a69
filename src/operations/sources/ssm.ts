import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Fetched, type SourceOf, sha256 } from './fetched';
import { readDocument } from '../list/document';
import { TIMES } from '../times';

/** Reads an SSM parameter: a String, StringList or SecureString of at most 8 KB. */
export async function readSsm(source: SourceOf<'ssm'>): Promise<Fetched> {
  const ssm = new SSMClient({ maxAttempts: 5, requestHandler: TIMES });
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: source.parameter, WithDecryption: true }));
  const text = Parameter?.Value ?? '';
  return { entries: readDocument(text, source.path), hash: sha256(text) };
}
