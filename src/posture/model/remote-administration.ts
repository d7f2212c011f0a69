import type { Expression, SuricataRule } from '../../values/suricata';

/** SSH, Telnet, RDP, and WinRM with and without TLS: the ports by which machines are administered. */
const PORTS = [22n, 23n, 3389n, 5985n, 5986n];
/** What a rule may say beside its header, and still match all that the header names. */
const NO_CONDITION = ['msg', 'sid', 'rev', 'flow', 'classtype', 'metadata', 'priority', 'reference', 'gid', 'noalert'];

/** The ports of remote administration that a rule is for, between networks: from or to one host it is somebody's decision. */
export function administrationPorts({ protocol, source, destination, direction, options }: SuricataRule): bigint[] {
  const isPlain = (protocol === 'tcp' || protocol === 'ip') && options.every(({ keyword }) => NO_CONDITION.includes(keyword));
  if (!isPlain || isOneHost(source.addresses.expression) || isOneHost(destination.addresses.expression)) {
    return [];
  }
  const ends = direction === '->' ? [destination] : [source, destination];
  return PORTS.filter((port) => ends.some(({ ports }) => holds(ports.expression, port)));
}

/** Whether a set of ports surely holds one. */
function holds(expression: Expression, port: bigint): boolean {
  switch (expression.kind) {
    case 'any': return true;
    case 'span': return expression.first <= port && port <= expression.last;
    case 'not': return expression.operand.kind !== 'variable' && !holds(expression.operand, port);
    case 'group': {
      const [taken, named] = [expression.members.filter(({ kind }) => kind === 'not'), expression.members.filter(({ kind }) => kind !== 'not')];
      return (named.length === 0 || named.some((member) => holds(member, port))) && taken.every((member) => holds(member, port));
    }
    default: return false;
  }
}

function isOneHost(expression: Expression): boolean {
  return expression.kind === 'span' && expression.first === expression.last
    || expression.kind === 'group' && expression.members.length > 0 && expression.members.every(isOneHost);
}
