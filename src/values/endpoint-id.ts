import { RuleError, shown } from './rule-error';

/**
 * Checks the id of a VPC endpoint. Tokens are the caller's business.
 *
 * @throws RuleError EndpointIdMalformed
 */
export function checkEndpointId(text: string): void {
  if (!/^vpce-[0-9a-f]{8,17}$/.test(text)) {
    throw new RuleError('EndpointIdMalformed', `an endpoint id is written vpce- and 8 to 17 hexadecimal digits, received: ${shown(text)}`);
  }
}
