import { GetIPSetCommand, type Scope, UpdateIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Moto } from './moto';

/** The IPv4 set of addresses that are blocked now, as an operator sees it. */
export class BlockedSet {
  private readonly waf: WAFV2Client;
  private readonly key: { Name: string; Id: string; Scope: Scope };

  /** @param physicalIds by logical id, by stack */
  public constructor({ client }: Moto, physicalIds: Record<string, Record<string, string>>) {
    this.waf = new WAFV2Client(client);
    const [Name, Id, Scope] = Object.values(physicalIds).flatMap(Object.values<string>)
      .find((id) => /-blocked-ipv4\|/.test(id))!.split('|') as [string, string, Scope];
    this.key = { Name, Id, Scope };
  }

  public async addresses(): Promise<string[]> {
    const { IPSet } = await this.waf.send(new GetIPSetCommand(this.key));
    return IPSet!.Addresses!;
  }

  public async write(Addresses: string[]): Promise<void> {
    const { LockToken } = await this.waf.send(new GetIPSetCommand(this.key));
    await this.waf.send(new UpdateIPSetCommand({ ...this.key, LockToken, Addresses }));
  }
}
