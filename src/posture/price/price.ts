import { type MonthlyCharge, type Properties, type UseCharge, chargesOf } from './charges';
import { type MachineClients, machineClients } from './machine-clients';
import { requestCharges } from './requests';
import { PRICES, PRICES_OF } from '../../values/prices';

/** A synthesized template, as far as prices read it. */
export interface PricedTemplate {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

/** One line of a price. */
export interface LineItem {
  readonly what: string;
  readonly count: number;
  readonly unit: string;
  /** US dollars for one. */
  readonly each: number;
  /** US dollars for all of them: count times each. */
  readonly usd: number;
}

/** Something in the template that has no price here: it is not in the totals, and not free. */
export interface Unpriced {
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}

/** What a template costs a month. */
export interface MonthlyPrice {
  /** Where and when the prices were valid. */
  readonly of: string;
  /** Costs the same whether anybody calls or not. */
  readonly base: LineItem[];
  /** Costs this much for each consumer with an OAuth client. */
  readonly perConsumer: LineItem[];
  /** Consumers with an OAuth client in the template. */
  readonly consumers: number;
  /** Costs this much for each million requests. */
  readonly perMillionRequests: LineItem[];
  /** Has a price, but how much is used is not in the template. */
  readonly byUse: UseCharge[];
  /** Has no price here. */
  readonly unpriced: Unpriced[];
  /** What was assumed for the lines above. */
  readonly assumptions: string[];
  /** US dollars: sums of the lines, one consumer, one million requests. */
  readonly totals: { readonly base: number; readonly perConsumer: number; readonly perMillionRequests: number };
}

/** What the resources of a template cost a month, at list price. What it doesn't know it names, and never takes as zero. */
export function monthlyPrice(template: PricedTemplate): MonthlyPrice {
  const resources = Object.entries(template.Resources ?? {})
    .map(([logicalId, { Type, Properties = {} }]) => ({ logicalId, type: Type, properties: Properties }));
  const clients = machineClients(resources);
  const priced = resources.map((resource) => ({
    ...resource,
    charges: clients.chargesOf(resource) ?? chargesOf(resource.type, resource.properties),
  }));

  const base = merged(priced.flatMap(({ charges }) => charges.month ?? []));
  const perConsumer = merged(consumerCharges(clients));
  const requests = requestCharges(resources);
  const perMillionRequests = merged(requests.charges);
  return {
    of: PRICES_OF,
    base,
    perConsumer,
    consumers: clients.count,
    perMillionRequests,
    byUse: distinct(priced.flatMap(({ charges }) => charges.use ?? [])),
    unpriced: priced.flatMap(({ logicalId, type, charges }) => (charges.unknown ? [{ logicalId, type, reason: charges.unknown }] : [])),
    assumptions: [
      ...requests.assumptions,
      ...(clients.count > 0 ? ['a consumer asks for a token whenever its last one has ended, however it asks'] : []),
      ...(base.some(({ what }) => what === 'customer keys') ? ['keys before their first rotation ($1 more after each of the first two)'] : []),
    ],
    totals: { base: sum(base), perConsumer: sum(perConsumer), perMillionRequests: sum(perMillionRequests) },
  };
}

function consumerCharges({ count, secrets, tokensAMonth }: MachineClients): MonthlyCharge[] {
  return count === 0 ? [] : [
    { what: 'OAuth client', count: 1, unit: 'client', each: PRICES.machineClient.usd },
    { what: 'tokens', count: tokensAMonth, unit: 'token', each: PRICES.machineToken.usd },
    { what: 'secret of the client', count: secrets / count, unit: 'secret', each: PRICES.secret.usd },
  ];
}

/** One line for all charges of a name and price; lines of nothing are left out. */
function merged(charges: readonly MonthlyCharge[]): LineItem[] {
  const lines = new Map<string, MonthlyCharge>();
  for (const charge of charges) {
    const key = `${charge.what} at ${charge.each}`;
    lines.set(key, { ...charge, count: charge.count + (lines.get(key)?.count ?? 0) });
  }
  return [...lines.values()].filter(({ count }) => count > 0).map((charge) => ({ ...charge, usd: charge.count * charge.each }));
}

function distinct(uses: readonly UseCharge[]): UseCharge[] {
  return [...new Map(uses.map((use) => [use.what, use])).values()];
}

function sum(items: readonly LineItem[]): number {
  return items.reduce((total, { usd }) => total + usd, 0);
}
