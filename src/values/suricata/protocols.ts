/** Protocols by what carries them: tcp, udp, either of them, or IP itself. */
const CARRIERS = {
  ip: ['ip', 'ipv4', 'ip4', 'ipv6', 'ip6', 'pkthdr', 'icmp', 'icmpv4', 'icmpv6', 'tcp', 'udp'],
  tcp: [
    'tcp-pkt', 'tcp-stream', 'bittorrent', 'dnp3', 'doh2', 'ftp', 'http', 'http1', 'http2', 'imap', 'modbus', 'mqtt', 'pgsql', 'pop3', 'rdp', 'rfb',
    'smb', 'smtp', 'ssh', 'telnet', 'tls', 'websocket',
  ],
  udp: ['bittorrent-dht', 'dhcp', 'ike', 'mdns', 'ntp', 'quic', 'snmp', 'tftp'],
  either: ['dcerpc', 'dns', 'krb5', 'ldap', 'nfs', 'sip'],
} as const;

/** What Network Firewall does not support. https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html */
const REFUSED: ReadonlySet<string> = new Set(['sctp', 'ikev2', 'ftp-data', 'enip', 'cip']);

const KNOWN: ReadonlyMap<string, keyof typeof CARRIERS> = new Map(
  (Object.keys(CARRIERS) as (keyof typeof CARRIERS)[]).flatMap((carrier) => CARRIERS[carrier].map((name) => [name, carrier] as const)),
);

/** Whether rules for a protocol are taken. */
export function protocolState(protocol: string): 'known' | 'refused' | 'unknown' {
  return REFUSED.has(protocol) ? 'refused' : KNOWN.has(protocol) ? 'known' : 'unknown';
}

/** Whether everything that is the inner protocol is the outer one. */
export function carries(outer: string, inner: string): boolean {
  return outer === inner || outer === 'ip' || (outer === 'http' && (inner === 'http1' || inner === 'http2'))
    || ((outer === 'tcp' || outer === 'udp') && KNOWN.get(inner) === outer);
}

/** Whether the protocol takes any payload, so that ports alone say what it is for. */
export function isTransport(protocol: string): boolean {
  return ['ip', 'ipv4', 'ip4', 'ipv6', 'ip6', 'pkthdr', 'tcp', 'tcp-pkt', 'tcp-stream', 'udp'].includes(protocol);
}

/** Whether the protocol asks a server by its name. */
export function isNamed(protocol: string): boolean {
  return ['tls', 'http', 'http1', 'http2', 'quic', 'doh2', 'websocket'].includes(protocol);
}
