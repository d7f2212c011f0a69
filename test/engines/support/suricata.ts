import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpacked } from './debian';
import { debianRelease, engine } from './engines';
import { type Flow, Capture } from './traffic';

const VERSIONS: Record<string, { suites: string[]; version: string }> = {
  bookworm: { suites: ['bookworm-backports', 'bookworm'], version: '1:7.0.10-1~bpo12+1' },
};

/** Installs Suricata 7 into the cache. */
export async function installSuricata(): Promise<string> {
  const release = debianRelease() ?? 'this system';
  const known = VERSIONS[release];
  if (!known) {
    throw new Error(`no version of Suricata is pinned for ${release}`);
  }
  return unpacked({ name: `suricata-${known.version.replace(/[^\w.]/g, '-')}`, suites: known.suites, packages: [`suricata=${known.version}`] });
}

/** What became of a flow. */
export interface Verdict {
  readonly flow: Flow;
  readonly action: 'pass' | 'drop';
  /** The ids of the rules that spoke about it. */
  readonly rules: number[];
  /** The server name or host that Suricata read from it. */
  readonly name?: string;
}

/** A rule file and the variables that its rules name. */
export interface RuleFile {
  readonly rules: string;
  /** Address variables besides HOME_NET and EXTERNAL_NET, like `{ PARTNER: ['203.0.113.0/24'] }`. */
  readonly addresses?: Record<string, string[]>;
  /** @default ['10.0.0.0/8'] */
  readonly homeNet?: string[];
}

/** Thrown when Suricata refuses a rule. */
export class BadRules extends Error {}

/**
 * Judges flows as an inline firewall would: generated packets, replayed through Suricata's IPS simulation. Suricata sorts rules
 * by action; here drops come before passes, and `reject` stands for the default action, after the passes.
 *
 * @throws BadRules with Suricata's own words
 */
export async function judge(file: RuleFile, flows: Flow[]): Promise<Verdict[]> {
  const work = mkdtempSync(join(tmpdir(), 'suricata-'));
  try {
    const capture = new Capture();
    for (const flow of flows) {
      await capture.add(flow);
    }
    writeFileSync(join(work, 'traffic.pcap'), capture.toBuffer());
    await suricata(file, work, ['-r', join(work, 'traffic.pcap'), '--simulate-ips', '-k', 'none']);
    const events = readFileSync(join(work, 'eve.json'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Event);
    return flows.map((flow, at) => verdict(flow, events.filter((event) => [event.src_port, event.dest_port].includes(capture.port(at)))));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/**
 * Loads rules without traffic.
 *
 * @throws BadRules with Suricata's own words
 */
export async function checkRules(file: RuleFile): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'suricata-'));
  try {
    await suricata(file, work, ['-T']);
  } finally {
    rmSync(work, { recursive: true });
  }
}

interface Event {
  readonly event_type: string;
  readonly src_port?: number;
  readonly dest_port?: number;
  readonly alert?: { readonly signature_id: number };
  readonly drop?: unknown;
  readonly flow?: { readonly action?: string };
  readonly tls?: { readonly sni?: string };
  readonly http?: { readonly hostname?: string };
  readonly dns?: { readonly rrname?: string };
}

function verdict(flow: Flow, events: Event[]): Verdict {
  if (events.length === 0) {
    throw new Error(`Suricata saw nothing of the flow ${JSON.stringify(flow)}`);
  }
  // The flow's own record does not always say so: a drop event is what counts.
  const dropped = events.some((event) => event.event_type === 'drop' || event.flow?.action === 'drop');
  return {
    flow,
    action: dropped ? 'drop' : 'pass',
    rules: [...new Set(events.flatMap((event) => event.alert ? [event.alert.signature_id] : []))],
    name: events.map((event) => event.tls?.sni ?? event.http?.hostname ?? event.dns?.rrname).find(Boolean),
  };
}

async function suricata(file: RuleFile, work: string, args: string[]): Promise<void> {
  const root = join(engine('suricata').path!, 'root');
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'suricata.yaml'), configuration(file));
  writeFileSync(join(work, 'test.rules'), file.rules);
  const libraries = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'lib/aarch64-linux-gnu', 'usr/lib'];
  await new Promise<void>((resolve, reject) => execFile(join(root, 'usr/bin/suricata'), [
    '-c', join(work, 'suricata.yaml'), '-S', join(work, 'test.rules'), '-l', work, '--init-errors-fatal', ...args,
  ], { env: { LD_LIBRARY_PATH: libraries.map((path) => join(root, path)).join(':') } }, (error, stdout, stderr) => {
    const refusals = `${stdout}\n${stderr}`.split('\n').filter((line) => /error (?:parsing|opening)|duplicate signature|"[^"]*" from file/i.test(line));
    if (refusals.length > 0) {
      reject(new BadRules(refusals.map((line) => line.replace(/^E: detect(?:-\w+)?: /, '').replaceAll(work + '/', '')).join('\n')));
    } else if (error) {
      reject(new Error(`Suricata failed: ${stderr || stdout || error.message}`));
    } else {
      resolve();
    }
  }));
}

/** Only what the verdicts rest on; everything is written as JSON, which YAML contains. */
function configuration(file: RuleFile): string {
  const list = (blocks: string[]) => `[${blocks.join(',')}]`;
  const groups = { HOME_NET: list(file.homeNet ?? ['10.0.0.0/8']), EXTERNAL_NET: '!$HOME_NET' };
  const added = Object.entries(file.addresses ?? {}).map(([name, blocks]) => [name, list(blocks)]);
  return `%YAML 1.1\n---\n${JSON.stringify({
    'vars': { 'address-groups': { ...groups, ...Object.fromEntries(added) }, 'port-groups': { HTTP_PORTS: '80' } },
    'action-order': ['drop', 'pass', 'reject', 'alert'],
    'outputs': [{
      'eve-log': {
        enabled: true,
        filetype: 'regular',
        filename: 'eve.json',
        types: [{ alert: { 'tagged-packets': false } }, { drop: { alerts: true, flows: 'all' } }, { tls: { extended: true } }, { http: { extended: true } },
          { dns: {} }, 'flow'],
      },
    }],
    'logging': { 'default-log-level': 'warning', 'outputs': [{ console: { enabled: true } }] },
    'app-layer': {
      protocols: {
        tls: { 'enabled': true, 'detection-ports': { dp: 443 } },
        http: { enabled: true, libhtp: { 'default-config': { personality: 'IDS' } } },
        http2: { enabled: true },
        dns: { tcp: { enabled: true }, udp: { enabled: true } },
        ssh: { enabled: true },
      },
    },
    'stream': { 'memcap': '32mb', 'checksum-validation': true, 'inline': 'auto', 'midstream': false, 'reassembly': { memcap: '64mb', depth: '1mb' } },
    'flow': { 'memcap': '32mb', 'hash-size': 4096, 'prealloc': 100 },
    'detect': { profile: 'low' },
    'runmode': 'single',
    'pcap-file': { 'checksum-checks': false },
    'classification-file': '/dev/null',
    'reference-config-file': '/dev/null',
    'threshold-file': '/dev/null',
  }).replace(/:(true|false)(?=[,}])/g, (_, flag) => `: ${flag === 'true' ? 'yes' : 'no'}`).replace(/":/g, '": ')}\n`;
}
