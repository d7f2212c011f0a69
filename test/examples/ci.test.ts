import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import { App } from 'aws-cdk-lib';
import { CfnIPSet } from 'aws-cdk-lib/aws-wafv2';
import { parse } from 'yaml';
import { PaymentsStack } from '../../examples/payments/payments-stack';
import { packed } from '../cli/packed';
import { newFolder } from '../posture/checks/trial';

expect.extend({ toBeValidSarifLog });

const CI = join(__dirname, '../../examples/ci');

/** What the example is synthesized to, without the files of its handlers. */
function payments(change: (stack: PaymentsStack) => void = () => {}): string {
  const app = new App({ outdir: join(newFolder(), 'cdk.out'), context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true } });
  change(new PaymentsStack(app, 'Payments', { environment: 'prod' }));
  app.synth();
  return app.outdir;
}

describe('the script for a pull request', () => {
  const command = packed();
  const before = payments();
  const opened = payments((stack) => stack.node.findAll().filter((node) => node instanceof CfnIPSet)
    .filter((set) => (set as CfnIPSet).ipAddressVersion === 'IPV4' && Array.isArray(stack.resolve((set as CfnIPSet).addresses))
      && (stack.resolve((set as CfnIPSet).addresses) as unknown[]).length > 0)
    .forEach((set) => (set as CfnIPSet).addPropertyOverride('Addresses', ['10.0.0.0/8'])));

  /** A repository whose branch `main` holds one version, and whose branch `change` another. */
  function repository(head: string): string {
    const folder = newFolder();
    const git = (...argv: string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...argv], { cwd: folder });
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(folder, '.gitignore'), 'asset.*\nprivate-api-reports\n');
    cpSync(before, join(folder, 'app/cdk.out'), { recursive: true });
    git('add', '--all');
    git('commit', '--quiet', '--message=base');
    git('checkout', '--quiet', '-b', 'change');
    cpSync(head, join(folder, 'app/cdk.out'), { recursive: true });
    git('commit', '--quiet', '--allow-empty', '--all', '--message=head');
    return folder;
  }

  function run(folder: string, environment: Record<string, string> = {}, options: string[] = []) {
    const { status, stdout, stderr } = spawnSync('sh', [join(CI, 'check-pull-request.sh'), ...options], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, BASE: 'main', APP: 'app', SYNTH: 'test -d cdk.out', CHECKS: `${process.execPath} ${command}`, ...environment },
    });
    const report = (name: string) => readFileSync(join(folder, 'private-api-reports', name), 'utf8');
    return { status, stdout, stderr, comment: report('comment.md'), report };
  }

  test('says nothing of a change that changes nothing, and ends with 0', () => {
    const folder = repository(before);
    const { status, stdout, stderr, comment, report } = run(folder);
    expect({ status, stderr, comment }).toEqual({ status: 0, stderr: '', comment: '' });
    expect(stdout).toContain('Nothing changed for who may call what.');
    expect(JSON.parse(report('findings.sarif'))).toBeValidSarifLog();
    expect(execFileSync('git', ['worktree', 'list'], { cwd: folder, encoding: 'utf8' }).trim().split('\n')).toHaveLength(1);
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('');
  });

  test('says what a change opens, in the log and in the comment, and ends with 1', () => {
    const { status, stdout, stderr, comment, report } = run(repository(opened));
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/✗ weaker/);
    expect(comment).toMatch(/^<!-- cdk-private-api -->\n<!-- cdk-private-api:diff -->\n### Who may call what: [1-9]\d* weaker/);
    expect(comment).toContain('10&#46;0&#46;0&#46;0/8');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/may now call GET \/beneficiaries.*; before, only 10\.20\.0\.0\/16, /);
    expect(comment.length).toBeLessThan(65_536);
    expect(JSON.parse(report('findings.sarif'))).toBeValidSarifLog();
  });

  test('ends with 2 on a broken template, says so in one line, and leaves no comment that all is well', () => {
    const folder = repository(before);
    writeFileSync(join(folder, 'app/cdk.out/Payments.template.json'), '{ "Resources": { "Api"');
    const { status, stdout, stderr, comment } = run(folder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^cdk-private-api: [^\n]*Payments\.template\.json[^\n]*\n$/);
    expect(comment).toContain('not checked');
    expect(existsSync(join(folder, 'private-api-reports/findings.sarif'))).toBe(false);
  });

  test('ends with 2 where the app does not synthesize, and where there is no such base', () => {
    expect(run(repository(before), { SYNTH: 'echo no >&2; exit 1' })).toMatchObject({ status: 2, stderr: 'no\n' });
    expect(run(repository(before), { BASE: 'not-there' }).status).toBe(2);
  });

  test('takes a stored model for the base, and options of the check', () => {
    const folder = repository(opened);
    const model = join(newFolder(), 'model.json');
    writeFileSync(model, execFileSync(process.execPath, [command, 'model', before], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
    expect(run(folder, { MODEL: model, BASE: 'not-there' })).toMatchObject({ status: 1, stderr: '' });
    expect(run(folder, { MODEL: model }, ['--exceptions', 'not-there.yaml']).status).toBe(2);
  });
});

describe('the workflow', () => {
  interface Step { uses?: string; run?: string; with?: Record<string, unknown> }
  interface Job { permissions: Record<string, string>; steps: Step[] }
  const text = readFileSync(join(CI, 'private-api.yml'), 'utf8');
  const { permissions, jobs, on } = parse(text) as { permissions: object; on: object; jobs: Record<'check' | 'report', Job> };
  const steps = [...jobs.check.steps, ...jobs.report.steps];

  test('runs the scripts that lie beside it', () => {
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual([
      'npm ci', 'sh ci/check-pull-request.sh', 'node ci/comment.mjs private-api-reports/comment.md',
    ]);
    expect(readdirSync(CI)).toEqual(expect.arrayContaining(['check-pull-request.sh', 'comment.mjs']));
  });

  test('gives the code of a pull request a token that only reads, and keeps it from its disk', () => {
    expect(Object.keys(on)).toEqual(['pull_request']); // pull_request_target would hand secrets to it
    expect(permissions).toEqual({});
    expect(jobs.check.permissions).toEqual({ contents: 'read' });
    expect(jobs.report.permissions).toEqual({ 'actions': 'read', 'contents': 'read', 'pull-requests': 'write', 'security-events': 'write' });
    for (const { uses, with: inputs } of steps.filter((step) => step.uses?.startsWith('actions/checkout@'))) {
      expect([uses, inputs!['persist-credentials']]).toEqual([uses, false]);
    }
    expect(jobs.report.steps[0]!.with!.ref).toBe('${{ github.event.pull_request.base.sha }}');
  });

  test('pins every action to a commit, with its version beside it', () => {
    const lines = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});

describe('the comment', () => {
  interface Comment { id: number; user: { login: string }; body: string }

  /** A server that keeps comments as GitHub does, on this machine. */
  async function withComments(comments: Comment[], text: string): Promise<{ status: number | null; calls: string[]; comments: Comment[] }> {
    const calls: string[] = [];
    const server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
      calls.push(`${request.method} ${pathname}`);
      const id = Number(/\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(pathname)?.[1]);
      const at = comments.findIndex((comment) => comment.id === id);
      const json = await bodyOf(request);
      if (request.headers.authorization !== 'Bearer t') {
        response.writeHead(401).end('{}');
      } else if (request.method === 'GET' && pathname === '/repos/o/r/issues/7/comments') {
        const page = Number(searchParams.get('page'));
        response.end(JSON.stringify(comments.slice((page - 1) * 100, page * 100)));
      } else if (request.method === 'POST' && pathname === '/repos/o/r/issues/7/comments') {
        comments.push({ id: 1000, user: { login: 'github-actions[bot]' }, body: json.body });
        response.writeHead(201).end('{}');
      } else if (request.method === 'PATCH' && at >= 0) {
        comments[at]!.body = json.body;
        response.end('{}');
      } else if (request.method === 'DELETE' && at >= 0) {
        comments.splice(at, 1);
        response.writeHead(204).end();
      } else {
        response.writeHead(404).end('{}');
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const file = join(newFolder(), 'comment.md');
    writeFileSync(file, text);
    const child = spawn(process.execPath, [join(CI, 'comment.mjs'), file], {
      env: {
        ...process.env,
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_TOKEN: 't',
        PULL_REQUEST: '7',
      },
    });
    const [status] = await once(child, 'close') as [number | null];
    server.close();
    server.closeAllConnections();
    return { status, calls, comments };
  }

  async function bodyOf(request: IncomingMessage): Promise<{ body: string }> {
    let text = '';
    for await (const chunk of request) {
      text += String(chunk);
    }
    return text === '' ? { body: '' } : JSON.parse(text);
  }

  const mine = { id: 500, user: { login: 'github-actions[bot]' }, body: '<!-- cdk-private-api -->\nold' };
  const theirs = Array.from({ length: 100 }, (_, id) => ({ id, user: { login: 'eve' }, body: '<!-- cdk-private-api -->\nnot ours' }));
  const text = '<!-- cdk-private-api -->\nnew';

  test('is written once, and updated in place from then on', async () => {
    const first = await withComments([...theirs], text);
    expect(first.status).toBe(0);
    expect(first.comments.filter(({ user }) => user.login !== 'eve').map(({ body }) => body)).toEqual([text]);
    const second = await withComments([...theirs, { ...mine }], text);
    expect(second.calls.at(-1)).toBe('PATCH /repos/o/r/issues/comments/500');
    expect(second.comments.map(({ body }) => body).filter((body) => body === text)).toHaveLength(1);
    expect(second.comments).toHaveLength(101);
  });

  test('is removed where there is nothing to say, and never written then', async () => {
    expect((await withComments([...theirs, { ...mine }], '')).comments).toHaveLength(100);
    expect((await withComments([...theirs], '')).comments).toHaveLength(100);
  });
});
