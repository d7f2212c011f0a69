import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '../..');
const NAMES = ['address-feed', 'fed-ip-sets'];

const CONFIG = {
  list: 'partners',
  ipv4SetArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/partners-ipv4/1',
  ipv6SetArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/partners-ipv6/2',
  bucket: 'partner-lists',
  bounds: { minEntries: 1, maxEntries: 1000, maxGrowthPercent: 50, maxShrinkPercent: 20, widestIpv4Prefix: 16, widestIpv6Prefix: 48 },
  sources: [],
};

describe('the functions as they are published', () => {
  const home = mkdtempSync(join(tmpdir(), 'bundles-'));
  const folder = (name: string) => join(home, name);
  const filesOf = (name: string) => readdirSync(folder(name)).map((file) => ({ file, text: readFileSync(join(folder(name), file), 'utf8') }));

  beforeAll(() => {
    const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8'));
    for (const { exec } of tasks.bundle.steps as { exec: string }[]) {
      if (exec.startsWith('esbuild')) {
        execFileSync('sh', ['-c', exec.replace(/=lib\/functions\//, `=${home}/`)], {
          cwd: ROOT, env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}` },
        });
      }
    }
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test.each(NAMES)('%s is under 500 KB, everything included', (name) => {
    const bytes = filesOf(name).reduce((sum, { file }) => sum + statSync(join(folder(name), file)).size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(500_000);
  });

  test.each(NAMES)('%s has no way to credentials but its role\'s: no file, no program, no sign-in, no metadata of a machine', (name) => {
    const text = filesOf(name).map((each) => each.text).join('\n');
    expect(text).toContain('a function has the credentials of its role in its environment');
    expect(text).not.toMatch(/credential_process|169\.254\.170\.2|latest\/meta-data\/iam|sso_start_url|login_session/);
  });

  test('the feed reads a client of the SDK only when a source needs it', () => {
    const text = new Map(filesOf('address-feed').map((each) => [each.file, each.text]));
    const atOnce = new Set<string>();
    const follow = (file: string): void => {
      if (!atOnce.has(file)) {
        atOnce.add(file);
        [...text.get(file)!.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.mjs)"/g)].forEach(([, next]) => follow(next!));
      }
    };
    follow('index.mjs');
    const source = [...atOnce].map((file) => text.get(file)).join('\n');
    expect(atOnce.size).toBeGreaterThan(1);
    expect(source).toContain('AWSWAF_20190729');
    expect(source).not.toMatch(/DynamoDB_20120810|AmazonSSM|GetManagedPrefixListEntries/);
    expect([...text.values()].join('\n')).toMatch(/DynamoDB_20120810[^]*AmazonSSM|AmazonSSM[^]*DynamoDB_20120810/);
  });

  const start = (environment: Record<string, string>, event = '{}') => spawnSync(process.execPath, ['-e', `
    import(${JSON.stringify(pathToFileURL(join(folder('address-feed'), 'index.mjs')).href)})
      .then(({ handler }) => handler(${event})).then(() => console.log('ran'), (error) => console.log(error.name + ': ' + error.message))`], {
    encoding: 'utf8', env: { PATH: process.env.PATH, AWS_REGION: 'eu-central-1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...environment },
  }).stdout;

  test('the feed starts by itself, and never runs on half a configuration or without a role', () => {
    expect(start({ FEED_CONFIG: JSON.stringify(CONFIG) })).toMatch(/^CredentialsProviderError: a function has the credentials of its role/);
    expect(start({ FEED_CONFIG: JSON.stringify({ ...CONFIG, bounds: {} }) })).toMatch(/^FeedConfig: .*a number as `minEntries`/);
    expect(start({ FEED_CONFIG: JSON.stringify(CONFIG) }, '')).toMatch(/^CredentialsProviderError: /);
    expect(start({ FEED_CONFIG: JSON.stringify(CONFIG) }, '{ sync: { by: { a: 1 }, reason: 5 } }')).toMatch(/^FeedInvocation: .*told who asks and why, as texts/);
    expect(start({})).toMatch(/^FeedConfig: .*has JSON, received: undefined/);
  });
});
