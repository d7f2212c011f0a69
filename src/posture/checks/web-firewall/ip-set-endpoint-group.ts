import { contains } from '../../../values/cidr';
import { addressesOf, isWithin } from '../../model/address-set';
import { admittedSets } from '../../model/admission-lists';
import { endpointRanges } from '../../model/endpoint-ingress';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

export const ipSetEndpointGroup: Check = {
  id: 'ip-set-endpoint-group',
  title: 'An allow list names no wider a range than the security group of the API\'s endpoint',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'Both say who calls. Where the list has the wider range, one of them is a slip, and the day somebody widens the group to match, all of it comes in.',
  fix: 'List in the IP set the ranges that the group lets in, or narrower ones.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const ranges = posture.derive(endpointRanges);
    const all = addressesOf(ranges ?? []);
    for (const [resource, { blocks, unknown }] of ranges === undefined ? [] : posture.derive(admittedSets)) {
      // A range of which the group lets nothing in may be that of callers behind another endpoint.
      const wide = blocks.flatMap((block) => (isWithin(addressesOf([block]), all) ? []
        : ranges!.filter((range) => contains(block, range)).slice(0, 1).map((range) => ({ block, range }))))[0];
      yield wide !== undefined ? fail(resource, 'Addresses', `the allow list holds ${wide.block.text}, and the security group of the endpoint lets in ${wide.range.text} of it`)
        : unknown !== undefined ? unsure(resource, 'Addresses', unknown) : pass(resource, 'Addresses');
    }
  },
};
