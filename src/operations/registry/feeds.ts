import { type SSMClient, GetParameterCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { type FeedRegistration, FEED_REGISTRY, readFeedRegistration } from '../../values/feed-config';

/** A fed list of the account and Region; undefined where there is none of that name. */
export async function findFeed(ssm: SSMClient, list: string): Promise<FeedRegistration | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${FEED_REGISTRY}${list}` }));
    return readFeedRegistration(Parameter?.Value);
  } catch (error) {
    if (['ParameterNotFound', 'ValidationException'].includes((error as Error).name)) {
      return undefined;
    }
    throw error;
  }
}

/** The names of all fed lists of the account and Region, sorted. */
export async function feedNames(ssm: SSMClient): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await ssm.send(new GetParametersByPathCommand({ Path: FEED_REGISTRY, ...token === undefined ? {} : { NextToken: token } }));
    names.push(...(page.Parameters ?? []).map(({ Name }) => Name!.slice(FEED_REGISTRY.length)));
    token = page.NextToken;
  } while (token !== undefined);
  return names.sort();
}
