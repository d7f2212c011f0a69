import { mergeCidrs, parseCidr } from '../values/cidr';

/** How the network sees a consumer. */
export interface Caller {
  readonly id: string;
  readonly addresses: readonly string[];
  /** The endpoints it calls through, each by a text that is the same for the same endpoint. */
  readonly endpoints: readonly string[];
}

/** Callers that come through one endpoint from the same addresses: neither the web firewall nor the resource policy tells them apart. */
export interface AlikeCallers {
  readonly endpoint: string;
  readonly addresses: readonly string[];
  readonly ids: readonly string[];
}

export function alikeCallers(callers: readonly Caller[]): AlikeCallers[] {
  const groups = new Map<string, { endpoint: string; addresses: string[]; ids: string[] }>();
  for (const { id, addresses, endpoints } of callers) {
    const merged = mergeCidrs(addresses.map(parseCidr)).map(({ text }) => text);
    for (const endpoint of endpoints) {
      const key = JSON.stringify([endpoint, merged]);
      const group = groups.get(key) ?? { endpoint, addresses: merged, ids: [] };
      group.ids.push(id);
      groups.set(key, group);
    }
  }
  const alike = [...groups.values()].filter(({ ids }) => ids.length > 1).map((group) => ({ ...group, ids: group.ids.sort() }));
  // The same callers behind two endpoints are said once.
  return alike.filter(({ ids }, at) => alike.findIndex((other) => other.ids.join() === ids.join()) === at);
}
