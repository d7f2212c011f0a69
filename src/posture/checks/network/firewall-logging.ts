import { listOf, member } from '../../assembly/json';
import { isUnknown } from '../../assembly/symbols';
import { firewallAt } from '../../model/firewalls';
import { read } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

const WANTED = ['ALERT', 'FLOW'] as const;

export const firewallLogging: Check = {
  id: 'firewall-logging',
  title: 'A network firewall logs its alerts and its flows',
  severity: 'error',
  layer: 'network',
  why: 'What the firewall dropped, and what it let through, stands nowhere else.',
  fix: 'Add an AWS::NetworkFirewall::LoggingConfiguration with the log types ALERT and FLOW.',
  owasp: ['API8:2023'],
  securityHub: ['NetworkFirewall.2'],
  * judge(posture) {
    const configurations = posture.ofType('AWS::NetworkFirewall::LoggingConfiguration').map((resource) => ({ resource, firewall: firewallAt(posture, resource.properties) }));
    for (const firewall of posture.ofType('AWS::NetworkFirewall::Firewall')) {
      const own = configurations.find((entry) => entry.firewall === firewall)?.resource;
      const orphan = configurations.find((entry) => entry.firewall === undefined)?.resource;
      if (!own) {
        yield orphan ? unsure(orphan, 'FirewallArn', 'which firewall the logging is for') : fail(firewall, undefined, 'the firewall writes no log');
        continue;
      }
      const property = 'LoggingConfiguration.LogDestinationConfigs';
      const configs = read(own, property);
      const entries = configs.kind === 'known' ? listOf(configs.value) : [];
      const types = entries.map((entry) => String(member(entry, 'LogType')).toUpperCase());
      const missing = WANTED.filter((type) => !types.includes(type));
      if (own.condition !== undefined || configs.kind === 'unknown' || missing.length > 0 && entries.some((entry) => isUnknown(entry) || isUnknown(member(entry, 'LogType')))) {
        yield unsure(own, property, own.condition === undefined ? 'which logs are written' : `whether the logging exists: condition ${own.condition}`);
      } else if (missing.length > 0) {
        yield fail(own, property, `the firewall logs no ${missing.map((type) => (type === 'ALERT' ? 'alerts' : 'flows')).join(' and no ')}`, missing.includes('ALERT') ? undefined : 'warning');
      } else {
        yield pass(own, property);
      }
    }
  },
};
