import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from './cdk';

const ROOT = join(__dirname, '../../..');

/** What a replacement would lose or change for callers: these keep their physical ids from one version of this library to the next. */
const KEPT = new Set([
  'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::UsagePlan', 'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient', 'AWS::DynamoDB::Table', 'AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint', 'AWS::KMS::Key', 'AWS::Logs::LogGroup',
  'AWS::SNS::Topic', 'AWS::SecretsManager::Secret', 'AWS::WAFv2::IPSet', 'AWS::WAFv2::WebACL',
]);

/** A checkout of what was there before. */
export interface Previous {
  readonly revision: string;
  readonly directory: string;
}

/**
 * The last release, by its tag; before there is one, the previous commit on main (the last one, while the checkout has changes).
 * Undefined where there is no history, as in a shallow clone.
 */
export function previousVersion(): Previous | undefined {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 256_000_000 }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'examples') !== '';
    const revision = process.env.UPGRADE_FROM ?? (git('tag', '--list', 'v*', '--sort=-version:refname', '--merged', 'HEAD').split('\n')[0]
      || git('rev-parse', '--short', '--verify', changed ? 'HEAD' : 'HEAD~1'));
    const directory = mkdtempSync(join(tmpdir(), 'previous-'));
    // A worktree would leave traces in the repository; the files are enough.
    execFileSync('sh', ['-c', 'git archive "$1" | tar -x -C "$2"', 'sh', revision, directory], { cwd: ROOT, stdio: 'ignore' });
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    return { revision, directory };
  } catch {
    return undefined;
  }
}

/**
 * What an upgrade must leave in place: by type, and by the committed list of the example (test/examples/contract: type, logical id, names).
 */
export function mustStay(example: string, template: Template): string[] {
  const file = join(ROOT, 'test/examples/contract', `${example}.txt`);
  const listed = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').map((line) => line.split(' ')[1]!) : []);
  return Object.entries(template.Resources).filter(([id, { Type }]) => KEPT.has(Type) || listed.has(id)).map(([id]) => id);
}

/** Those of the resources that are gone or another one than before. */
export function replaced(ids: string[], before: Record<string, string>, after: Record<string, string>): string[] {
  return ids.filter((id) => before[id] !== undefined && before[id] !== after[id]);
}
