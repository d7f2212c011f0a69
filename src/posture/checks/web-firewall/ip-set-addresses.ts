import { readCidr } from '../../../values/cidr';
import { hasUnknown, readable } from '../../assembly/symbols';
import { readList, readText } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const ipSetAddresses: Check = {
  id: 'ip-set-addresses',
  title: 'An IP set holds CIDR blocks of the IP version that it declares',
  severity: 'error',
  layer: 'web-firewall',
  why: 'WAF refuses the set: the deploy fails, and the list that runs is an old one.',
  fix: 'Write blocks as in 10.20.0.0/16 or fd00:20::/48, one address as a /32 or /128, and IPv4 and IPv6 in two sets.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::WAFv2::IPSet')) {
      const [list, version] = [readList(resource, 'Addresses'), readText(resource, 'IPAddressVersion')];
      if (list.kind === 'unknown' || version.kind === 'unknown') {
        yield unsure(resource, list.kind === 'unknown' ? 'Addresses' : 'IPAddressVersion', list.kind === 'unknown' ? list.why : version.kind === 'unknown' ? version.why : '');
        continue;
      }
      const declared = version.kind === 'known' ? version.value : 'nothing';
      const problems = (list.kind === 'known' ? list.value : []).flatMap((entry, index) => {
        const block = readCidr(String(entry));
        const problem = hasUnknown(entry) ? undefined
          : block === undefined || !String(entry).includes('/') ? 'is no CIDR block'
            : block.prefix === 0 ? 'is the whole internet, which no IP set takes'
              : `IPV${block.version}` !== declared ? `is IPv${block.version}, the set is declared as ${readable(declared)}` : undefined;
        return problem === undefined ? [] : [fail(resource, `Addresses[${index}]`, `${readable(entry)} ${problem}`)];
      });
      yield problems[0] ?? pass(resource, 'Addresses'); // one is enough: a list may be long
    }
  },
};
