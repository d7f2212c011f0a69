import { Resolver } from 'node:dns/promises';
import { type Fetched, type SourceOf, listed, refuseEmpty } from './fetched';
import { leadsNowhere } from './reach';
import { RuleError } from '../../values/rule-error';

const NO_SUCH_RECORD = ['ENODATA', 'ENOTFOUND'];

/**
 * Looks a name up: its A and AAAA records, by the resolver of the VPC.
 *
 * @param servers other resolvers, as `ADDRESS:PORT`
 */
export async function readDns(source: SourceOf<'dns'>, servers?: readonly string[]): Promise<Fetched> {
  const resolver = new Resolver({ timeout: 2000, tries: 3 });
  if (servers) {
    resolver.setServers(servers);
  }
  const answers = await Promise.all([resolver.resolve4(source.host), resolver.resolve6(source.host)].map((found) => found.catch(noRecord)));
  const nowhere = answers.flat().find(leadsNowhere);
  if (nowhere !== undefined) {
    throw new RuleError('FeedUnread', `a name leads to hosts of a network, received: ${nowhere} for ${source.host}, as resolvers answer that block a name`);
  }
  const entries = answers.flat().map((address) => ({ address }));
  refuseEmpty(entries, `the name ${source.host}`);
  return listed(entries);
}

/** A name has often one kind of record only; a resolver that does not answer is an error. */
function noRecord(error: NodeJS.ErrnoException): string[] {
  if (NO_SUCH_RECORD.includes(error.code ?? '')) {
    return [];
  }
  throw error;
}
