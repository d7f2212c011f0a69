import { isUnconditional, protocolOf, tellsServers } from './conditions';
import { type Finding, finding } from './finding';
import { type Interval, type Intervals, INTERNET, PORTS, shareOf, union } from './intervals';
import { carries, isNamed, isTransport } from './protocols';
import type { Endpoint, SuricataRule } from './rule';
import type { Sets } from './variables';

/** From here on a set is as good as everything: all but a few is no limit. */
const AS_GOOD_AS_ALL = 0.9;
const WEB_PORTS = [80n, 443n];

type ReachCode = 'pass-everything' | 'pass-internet' | 'pass-unnamed' | 'pass-unknown';

interface Reach {
  readonly rule: SuricataRule;
  readonly protocol: string;
  readonly from: Intervals | undefined;
  readonly to: Intervals | undefined;
  readonly fromPorts: Intervals | undefined;
  readonly toPorts: Intervals | undefined;
}

/** What passes without more of a condition than its header, or to web servers that it does not tell apart: alone, and taken together. */
export function lintReach(rules: readonly SuricataRule[], sets: Sets): Finding[] {
  const open = (rule: SuricataRule) => isUnconditional(rule) || (isNamed(protocolOf(rule)) && !tellsServers(rule));
  const passes = rules.filter((rule) => rule.action === 'pass' && open(rule)).flatMap((rule) => reachesOf(rule, sets));
  const alone = passes.flatMap((reach) => judge(reach).map((code) => ({ code, line: reach.rule.line, reach })));
  const found = new Set<string>();
  const findings = alone.flatMap(({ code, line, reach }) => {
    const seen = found.has(`${code} ${line}`);
    found.add(`${code} ${line}`);
    return seen ? [] : [finding(code, [line], headerOf(reach.rule))];
  });
  return findings.some(({ code }) => code === 'pass-everything' || code === 'pass-internet') ? findings : [...findings, ...inPieces(passes)];
}

/** A rule reaches from its source to its destination, and where it says so, the other way. */
function reachesOf(rule: SuricataRule, sets: Sets): Reach[] {
  const way = (from: Endpoint, to: Endpoint): Reach => ({
    rule,
    protocol: protocolOf(rule),
    from: sets.addresses(from.addresses),
    fromPorts: sets.ports(from.ports),
    to: sets.addresses(to.addresses),
    toPorts: sets.ports(to.ports),
  });
  const there = way(rule.source, rule.destination);
  return rule.direction === '->' ? [there] : [there, way(rule.destination, rule.source)];
}

function judge({ protocol, from, to, fromPorts, toPorts }: Reach): ReachCode[] {
  if (!(isTransport(protocol) || isNamed(protocol)) || (to && !isWide(to)) || (fromPorts && !holdsAll(fromPorts))) {
    return [];
  }
  const all = isNamed(protocol) ? false : toPorts && holdsAll(toPorts);
  const web = isNamed(protocol) || (toPorts && WEB_PORTS.some((port) => toPorts.some(({ first, last }) => first <= port && port <= last)));
  if (all === false && !web) {
    return web === false ? [] : ['pass-unknown'];
  }
  if (to === undefined || fromPorts === undefined || all === undefined) {
    return ['pass-unknown'];
  }
  return [all ? (from && isWide(from) ? 'pass-everything' : 'pass-internet') : 'pass-unnamed'];
}

/** The same, cut in pieces: destinations that together are the internet, or ports that together are all. */
function inPieces(passes: readonly Reach[]): Finding[] {
  return ['tcp', 'udp'].flatMap((protocol) => {
    const those = passes.filter((reach) => (
      isTransport(reach.protocol) && carries(reach.protocol, protocol) && reach.fromPorts && holdsAll(reach.fromPorts)
    ));
    const byAddress = those.filter(({ toPorts }) => toPorts && holdsAll(toPorts));
    const byPort = those.filter(({ to }) => to && isWide(to));
    const whole = isWide(union(byAddress.flatMap(({ to }) => to ?? []))) ? byAddress
      : holdsAll(union(byPort.flatMap(({ toPorts }) => toPorts ?? []))) ? byPort : [];
    const lines = [...new Set(whole.map(({ rule }) => rule.line))];
    const together = union(whole.flatMap(({ from }) => from ?? []));
    return lines.length === 0 ? [] : [
      finding(isWide(together) ? 'pass-everything' : 'pass-internet', lines, `${lines.length} rules that together pass all of ${protocol}`),
    ];
  });
}

function isWide(set: Intervals): boolean {
  return INTERNET.some((internet: Interval) => shareOf(internet, set) >= AS_GOOD_AS_ALL);
}

function holdsAll(set: Intervals): boolean {
  return shareOf(PORTS, set) >= AS_GOOD_AS_ALL;
}

/** A rule without its options. */
export function headerOf({ action, protocol, source, direction, destination }: SuricataRule): string {
  const end = ({ addresses, ports }: Endpoint) => `${addresses.text} ${ports.text}`;
  return `${action} ${protocol} ${end(source)} ${direction} ${end(destination)}`;
}
