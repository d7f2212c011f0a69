// https://docs.suricata.io/en/suricata-8.0.3/rules/index.html, each with the older spellings that it still takes.

/** Buffers by the protocol that they belong to: what follows one is looked for in it. */
const BUFFERS: Readonly<Record<string, string>> = {
  '': `ip.src ip.dst icmpv4.hdr icmpv6.hdr ipv4.hdr ipv6.hdr tcp.hdr udp.hdr file.data file_data pkt_data base64_data krb5.cname krb5.sname krb5_cname
    krb5_sname ja3.hash ja3.string ja3s.hash ja3s.string ja3_hash ja3_string ja3s_hash ja3s_string ja4.hash pgsql.query`,
  'tls': `tls.sni tls_sni tls.certs tls.cert_issuer tls.cert_subject tls.cert_serial tls.cert_fingerprint tls_cert_issuer tls_cert_subject
    tls_cert_serial tls_cert_fingerprint tls.random tls.random_time tls.random_bytes tls.alpn tls.subjectaltname`,
  'http': `http.cookie http.method http.protocol http_protocol http.start http_start http.request_body http.response_body http.header http.header_names
    http_header_names http.accept http_accept http.accept_lang http_accept_lang http.accept_enc http_accept_enc http.connection http_connection
    http.content_len http_content_len http.content_type http_content_type http.location http.server http.referer http_referer http.header.raw
    http.uri http.uri.raw http.stat_msg http.stat_code http.user_agent http.host http.host.raw http.request_line http_request_line
    http.response_line http_response_line http.request_header http.response_header http2.header_name`,
  'dns': `dns.query dns_query dns.answer.name dns.query.name dns.queries.rrname dns.answers.rrname dns.authorities.rrname dns.additionals.rrname
    dns.response.rrname`,
  'ssh': 'ssh.proto ssh_proto ssh.software ssh_software ssh.hassh ssh.hassh.server ssh.hassh.string ssh.hassh.server.string',
  'quic': 'quic.version quic.sni quic.ua quic.cyu.hash quic.cyu.string',
  'smb': 'smb.named_pipe smb.share smb.ntlmssp_user smb.ntlmssp_domain',
  'sip': `sip.method sip.uri sip.protocol sip.stat_code sip.stat_msg sip.request_line sip.response_line sip.from sip.to sip.via sip.user_agent
    sip.content_type sip.content_length`,
  'mqtt': `mqtt.connect.clientid mqtt.connect.username mqtt.connect.password mqtt.connect.willtopic mqtt.connect.willmessage mqtt.publish.topic
    mqtt.publish.message mqtt.subscribe.topic mqtt.unsubscribe.topic`,
  'smtp': `smtp.helo smtp.mail_from smtp.rcpt_to email.from email.to email.cc email.subject email.date email.message_id email.x_mailer email.url
    email.received`,
  'snmp': 'snmp.usm snmp.community',
  'rfb': 'rfb.name',
  'ike': 'ike.init_spi ike.resp_spi ike.vendor ike.nonce_payload ike.key_exchange_payload',
  'dcerpc': 'dcerpc.stub_data dce_stub_data',
  'ldap': 'ldap.request.dn ldap.responses.dn ldap.responses.message ldap.responses.attribute_type ldap.request.attribute_type',
  'mdns': 'mdns.queries.rrname mdns.answers.rrname mdns.authorities.rrname mdns.additionals.rrname mdns.response.rrname',
};

/** Keywords that take no value; the buffers take none either. */
const FLAGS = `nocase startswith endswith rawbytes sameip ftpbounce noalert alert tls_cert_expired tls_cert_valid http_cookie http_method
  http_client_body http_server_body http_header http_raw_header http_uri http_raw_uri http_stat_msg http_stat_code http_user_agent http_host
  http_raw_host bypass compress_whitespace strip_whitespace strip_pseudo_headers to_md5 to_sha1 to_sha256 dotprefix url_decode header_lowercase
  to_lowercase to_uppercase domain tld`;

/** What follows a buffer at once, and changes it before anything is looked for. */
const TRANSFORMS = `compress_whitespace strip_whitespace strip_pseudo_headers to_md5 to_sha1 to_sha256 dotprefix pcrexform url_decode xor
  header_lowercase to_lowercase to_uppercase from_base64 domain tld gunzip zlib_deflate`;

/** What changes the content before it. */
const MODIFIERS = `nocase depth offset distance within startswith endswith rawbytes replace fast_pattern http_cookie http_method http_client_body
  http_server_body http_header http_raw_header http_uri http_raw_uri http_stat_msg http_stat_code http_user_agent http_host http_raw_host`;

const OTHERS = `sid priority rev classtype app-layer-protocol tcp.ack ack tcp.seq seq tcp.window window ipopts tcp.flags flags fragbits fragoffset ttl
  tos itype icode icmp_id icmp_seq dsize flow metadata reference tag msg content uricontent pcre byte_test byte_jump byte_math byte_extract sameip geoip
  ip_proto isdataat id rpc flowvar flowint pktvar flowbits xbits ipv4-csum tcpv4-csum tcpv6-csum udpv4-csum udpv6-csum icmpv4-csum icmpv6-csum
  stream_size decode-event gid nfq_set_mark bsize frame flow.age flow.pkts flow.bytes flow.pkts_toserver flow.pkts_toclient flow.bytes_toserver
  flow.bytes_toclient requires tls.version tls.subject tls.issuerdn tls_cert_notbefore tls_cert_notafter tls.fingerprint tls.cert_chain_len urilen
  nfs_procedure nfs.version ssh.protoversion ssh.softwareversion ssl_version ssl_state app-layer-event app-layer-state http2.frametype
  http2.errorcode http2.priority http2.window http2.size_update http2.settings dcerpc.iface dcerpc.opnum dce_iface dce_opnum asn1 engine-event
  stream-event l3_proto dns.opcode dns.rcode dns.rrtype modbus dnp3_func dnp3_ind dnp3_obj base64_decode krb5_err_code krb5_msg_type
  krb5.ticket_encryption rfb.secresult rfb.sectype icmpv6.mtu tcp.mss tcp.wscale target dhcp.leasetime dhcp.rebinding_time dhcp.renewal_time
  snmp.version snmp.pdu_type mqtt.type mqtt.flags mqtt.qos mqtt.protocol_version mqtt.reason_code mqtt.connect.flags mqtt.connack.session_present
  prefilter ike.exchtype ike.chosen_sa_attribute ike.key_exchange_payload_length ike.nonce_payload_length absent entropy vlan.id vlan.layers
  smb.version ldap.request.operation ldap.responses.operation ldap.responses.count ldap.responses.result_code
  aws_url_category aws_domain_category`;

/** https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html */
const REFUSED: Readonly<Record<string, string>> = {
  'data sets': 'dataset datarep',
  'IP reputation': 'iprep',
  'Lua scripts': 'lua luajit luaxform',
  'file extraction': 'file.name file.magic filename fileext filestore filemagic filemd5 filesha1 filesha256 filesize tls_store tls.store',
  'thresholds': 'threshold detection_filter',
  'ENIP and CIP': 'cip_service enip_command enip.command enip.status enip.product_name enip.service_name',
  'detection in FTP data': 'ftpdata_command ftpdata.command',
  'bits of a host': 'hostbits',
};

/** Keywords that are no buffers, and yet of one protocol. */
const OF_PROTOCOL: Readonly<Record<string, string>> = {
  tls: 'ssl_state ssl_version tls.version tls.subject tls.issuerdn tls.fingerprint tls_cert_notbefore tls_cert_notafter tls_cert_expired tls_cert_valid',
  http: 'urilen uricontent',
};

const words = (text: string) => text.split(/\s+/).filter(Boolean);

const BUFFER_PROTOCOLS: ReadonlyMap<string, string> = new Map(
  Object.entries(BUFFERS).flatMap(([protocol, names]) => words(names).map((name) => [name, protocol] as const)),
);
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ...BUFFER_PROTOCOLS, ...Object.entries(OF_PROTOCOL).flatMap(([protocol, names]) => words(names).map((name) => [name, protocol] as const)),
]);
const FLAG_SET: ReadonlySet<string> = new Set(words(FLAGS));
const TRANSFORM_SET: ReadonlySet<string> = new Set(words(TRANSFORMS));
const MODIFIER_SET: ReadonlySet<string> = new Set(words(MODIFIERS));
const KNOWN: ReadonlySet<string> = new Set([...BUFFER_PROTOCOLS.keys(), ...FLAG_SET, ...TRANSFORM_SET, ...MODIFIER_SET, ...words(OTHERS)]);
const REFUSED_FEATURES: ReadonlyMap<string, string> = new Map(
  Object.entries(REFUSED).flatMap(([feature, names]) => words(names).map((name) => [name, feature] as const)),
);

/** Whether Suricata is known to have a keyword. */
export const isKnown = (keyword: string) => KNOWN.has(keyword);

/** What a keyword is for that Network Firewall refuses. */
export const refusedFeature = (keyword: string) => REFUSED_FEATURES.get(keyword);

/** Whether what follows a keyword is looked for in the part of the traffic that it names. */
export const isBuffer = (keyword: string) => BUFFER_PROTOCOLS.has(keyword);

/** Whether a keyword changes the buffer before it. */
export const isTransform = (keyword: string) => TRANSFORM_SET.has(keyword);

/** Whether a keyword changes the content before it. */
export const isModifier = (keyword: string) => MODIFIER_SET.has(keyword);

/** Whether a keyword stands without a value. */
export const takesNoValue = (keyword: string) => FLAG_SET.has(keyword) || BUFFER_PROTOCOLS.has(keyword);

/** The protocol of what a keyword looks at; undefined where it is of none, or of several. */
export const protocolOfKeyword = (keyword: string) => PROTOCOLS.get(keyword) || undefined;
