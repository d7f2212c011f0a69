import { shown, valueAt } from './compare';
import type { Movement } from './rule';
import { coversWholeInternet, readCidr } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import { oneOrMany } from '../assembly/json';

/** For which network the rules of a policy hold: where the policy does not say it, for the VPC of its firewall. */
export function compareHomeNet(before: Resource, after: Resource, property: string): Movement[] {
  const place = `${property}.Definition`;
  const [from, to] = [before, after].map((policy) => valueAt(policy, place));
  const [old, young] = [from, to].map((value) => oneOrMany(value).map(String));
  const [lost, won] = [old!.filter((range) => !young!.includes(range)), young!.filter((range) => !old!.includes(range))];
  const said = (direction: Movement['direction'], message: string): Movement => ({ direction, property: place, before: from ?? null, after: to ?? null, message });
  const isAll = (ranges: readonly string[]) => ranges.some((range) => range.toLowerCase() === 'any')
    || coversWholeInternet(ranges.flatMap((range) => readCidr(range) ?? []));
  if (lost.length + won.length === 0) {
    return [];
  }
  if (isAll(young!) !== isAll(old!)) {
    return [said(isAll(young!) ? 'weaker' : 'stronger', isAll(young!) ? `HOME_NET is now everything (${shown(to)}), so that no rule about EXTERNAL_NET holds; before, ${shown(from)}`
      : `HOME_NET is now ${shown(to)}, and what is outside is EXTERNAL_NET; before, it was everything`)];
  }
  if (from === undefined || to === undefined) {
    return [said('unknown', `its rules about HOME_NET now hold for ${to === undefined ? 'the VPC of its firewall' : shown(to)}; before, for ${from === undefined ? 'the VPC of its firewall' : shown(from)}`)];
  }
  return [
    ...lost.length === 0 ? [] : [said('weaker', `its rules about HOME_NET no longer hold for ${lost.join(', ')}, but for ${shown(to)}`)],
    // What rules pass from the home network, more may then send; what they drop, fewer.
    ...won.length === 0 ? [] : [said('unknown', `its rules about HOME_NET now hold for ${won.join(', ')} too`)],
  ];
}
