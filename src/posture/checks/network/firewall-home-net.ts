import { type Cidr, readCidr } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import type { Json } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import { type AddressSet, addressesOf, holdsInternet, isWithin } from '../../model/address-set';
import { type FirewallPolicy, firewallPoliciesOf } from '../../model/firewalls';
import type { Posture } from '../../model/posture';
import { openIn, readList } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const PLACE = 'FirewallPolicy.PolicyVariables.RuleVariables.HOME_NET.Definition';

export const firewallHomeNet: Check = {
  id: 'firewall-home-net',
  title: 'The HOME_NET of a firewall policy holds the VPC of its firewall, and not everything',
  severity: 'warning',
  layer: 'network',
  why: 'Rules and domain lists speak of HOME_NET, and of EXTERNAL_NET as all else. They do not hold for a network that HOME_NET leaves out; where HOME_NET is everything, nothing is external.',
  fix: 'List the ranges of the VPC and of the callers behind it, or leave PolicyVariables out: AWS then takes the range of the VPC.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const policy of posture.derive(firewallPoliciesOf)) {
      const home = readList(policy.resource, PLACE);
      if (home.kind !== 'absent') {
        yield home.kind === 'unknown' ? unsure(policy.resource, PLACE, home.why) : judgePolicy(posture, policy, home.value);
      }
    }
  },
};

function judgePolicy(posture: Posture, { resource, firewalls }: FirewallPolicy, definition: readonly Json[]): Judgement {
  const home = addressesOf(definition.flatMap((entry) => readCidr(String(entry)) ?? []));
  const words = definition.map((entry) => readable(entry)).join(', ');
  if (holdsInternet(home) || definition.some((entry) => String(entry).toLowerCase() === 'any')) {
    return fail(resource, PLACE, `HOME_NET is everything (${words}): EXTERNAL_NET is then nothing`, 'error');
  }
  const vpcs = [...new Set(firewalls.flatMap(({ properties }) => posture.target(properties.VpcId) ?? []))];
  const ranges = vpcs.flatMap((vpc) => rangesOf(posture, vpc));
  const names = (entry: Json, { written, resource: named }: VpcRange) => posture.same(entry, written) || posture.target(entry) === named;
  const outside = ranges.find((range) => !definition.some((entry) => names(entry, range)) && !isInside(range.block, home));
  return outside === undefined ? pass(resource, PLACE)
    : outside.block === undefined || hasUnknown([...definition]) ? unsure(resource, PLACE, openIn([outside.written, ...definition]) || `whether ${readable(outside.written)} lies in HOME_NET`)
      : fail(resource, PLACE, `HOME_NET is ${words}, and the VPC of the firewall is ${outside.block.text}: rules about HOME_NET do not hold for it`);
}

interface VpcRange {
  /** The VPC, or what gives it one more range: both have it as an attribute. */
  readonly resource: Resource;
  readonly written: Json;
  readonly block?: Cidr;
}

function rangesOf(posture: Posture, vpc: Resource): VpcRange[] {
  const more = posture.ofType('AWS::EC2::VPCCidrBlock').filter(({ properties }) => posture.target(properties.VpcId) === vpc);
  return [vpc, ...more].flatMap((resource) => {
    const written = resource.properties.CidrBlock;
    const block = readCidr(String(written));
    return written === undefined ? [] : [{ resource, written, ...block === undefined ? {} : { block } }];
  });
}

function isInside(block: Cidr | undefined, home: AddressSet): boolean {
  return block !== undefined && isWithin(addressesOf([block]), home);
}
