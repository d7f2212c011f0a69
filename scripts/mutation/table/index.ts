import { AUDIT } from './audit';
import { CONSUMERS } from './consumers';
import { ENCRYPTION } from './encryption';
import { IDENTITY } from './identity';
import { NETWORK } from './network';
import { ROUTES } from './routes';
import type { Rows } from './type-rows';
import { WEB_FIREWALL } from './web-firewall';

/** Every type of the examples that an API's security rests on. */
export const TABLE: Rows = { ...NETWORK, ...WEB_FIREWALL, ...IDENTITY, ...ROUTES, ...CONSUMERS, ...AUDIT, ...ENCRYPTION };

/** The types that are not weakened, with the reason. */
export const ASIDE: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'the data of the backend: what it stores, and how, is not the API\'s',
  'AWS::Logs::QueryDefinition': 'a saved search',
};

/** Properties of every type: who pays, who owns. */
export const EVERYWHERE: Readonly<Record<string, string>> = { Tags: 'labels', UserPoolTags: 'labels' };
