import { counted, indented, paint, table, wrapped } from './text';
import type { LineItem, MonthlyPrice } from '../../src/posture/price/price';

/**
 * The month's price: what it is made of, what was assumed, and what is not in it.
 *
 * @param nameOf what a reader calls the resource with a logical id
 */
export function priceLines(price: MonthlyPrice, nameOf: (logicalId: string) => string): string[] {
  const { base, perConsumer, perMillionRequests, totals, consumers } = price;
  const month = totals.base + consumers * totals.perConsumer;
  return [
    ...table([
      ...block('Whether anybody calls or not', base, totals.base),
      ...block('For each consumer that fetches tokens', perConsumer, totals.perConsumer),
      ...block('For each million requests', perMillionRequests, totals.perMillionRequests),
    ], [2]),
    paint('bold', `Here, with ${counted(consumers, 'such consumer')}: ${sum(month)} a month, and ${sum(totals.perMillionRequests)} for each million requests.`),
    '',
    ...table([
      remark('assumed', price.assumptions),
      remark('also by use', price.byUse.map(({ what, price: { usd, per } }) => `${what}, ${each(usd)} per ${per}`)),
      remark('not in it', [...unpricedByReason(price, nameOf)].map(([reason, names]) => `${names.join(', ')} (${reason})`)),
    ]),
  ];
}

/** Names of what has no price, by the reason. */
export function unpricedByReason({ unpriced }: Pick<MonthlyPrice, 'unpriced'>, nameOf: (logicalId: string) => string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { logicalId, reason } of unpriced) {
    names.set(reason, [...names.get(reason) ?? [], nameOf(logicalId)]);
  }
  return names;
}

function block(title: string, items: readonly LineItem[], total: number): string[][] {
  return [
    [title],
    ...items.map(({ what, count, unit, each: price, usd }) => [
      `  ${what}`, paint('dim', `${count.toLocaleString('en-US')} × ${each(price)} per ${unit}`), sum(usd),
    ]),
    ['', '', paint('bold', sum(total))],
    [''],
  ];
}

/** Each thing begins a line. */
function remark(title: string, things: readonly string[]): [string, string[]] {
  const lines = things.flatMap((thing) => {
    const [first = '', ...more] = wrapped(thing, 80);
    return [first, ...indented(more)];
  });
  return [title, (lines.length > 0 ? lines : ['nothing']).map((line) => paint('dim', line))];
}

function sum(usd: number): string {
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** A price of one may be far below a cent. */
function each(usd: number): string {
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`;
}
