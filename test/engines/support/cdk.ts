import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Moto, ACCOUNT, REGION } from './moto';

/** How a command of the CDK CLI ended. */
export interface CdkResult {
  readonly exitCode: number;
  readonly output: string;
}

/** A CDK app in a folder that holds its cdk.json. */
export interface CdkApp {
  readonly name: string;
  readonly directory: string;
}

/** A synthesized app. */
export interface Assembly {
  readonly directory: string;
  /** The templates by name of stack. */
  readonly templates: Record<string, Template>;
}

/** A template, as far as these tests look at it. */
export interface Template {
  readonly Resources: Record<string, TemplateResource>;
  readonly [section: string]: Record<string, any>;
}

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
  readonly DependsOn?: string | string[];
}

const DEPLOY = ['deploy', '--all', '--require-approval', 'never'];

/** The real CDK CLI against an emulator. */
export class Cdk {
  private readonly home = mkdtempSync(join(tmpdir(), 'cdk-'));

  public constructor(private readonly moto: Moto) {}

  /** Runs one command. */
  public run(args: string[], directory: string): Promise<CdkResult> {
    const cli = join(require.resolve('aws-cdk/package.json'), '../bin/cdk');
    const env = { ...this.moto.environment, HOME: this.home, CDK_DISABLE_VERSION_CHECK: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' };
    return new Promise((resolve) => execFile(process.execPath, [cli, ...args, '--no-color', '--no-notices', '--no-version-reporting'], {
      cwd: directory, env: { ...env, CDK_DEFAULT_ACCOUNT: ACCOUNT, CDK_DEFAULT_REGION: REGION }, maxBuffer: 64_000_000,
    }, (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code ?? 1) : 0, output: `${stdout}\n${stderr}` })));
  }

  /** The same; anything but success is an error that shows what the CLI and the emulator said. */
  public async mustRun(args: string[], directory: string): Promise<string> {
    const { exitCode, output } = await this.run(args, directory);
    if (exitCode !== 0) {
      const complaints = this.moto.output.split('\n').filter((line) => !/HTTP\/1.1/.test(line)).slice(-40).join('\n');
      throw new Error(`cdk ${args.join(' ')} ended with ${exitCode}:\n${output.slice(-6000)}\n--- the emulator\n${complaints}`);
    }
    return output;
  }

  /** Bootstraps the account and Region, as a user does. */
  public bootstrap(): Promise<string> {
    return this.mustRun(['bootstrap', `aws://${ACCOUNT}/${REGION}`, '--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess'], this.home);
  }

  /** Runs the app with context, and deploys every stack; gives what the app synthesized. */
  public async deploy(app: CdkApp, context: Record<string, string> = {}): Promise<Assembly> {
    const directory = mkdtempSync(join(this.home, 'assembly-'));
    const given = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { app: command } = JSON.parse(readFileSync(join(app.directory, 'cdk.json'), 'utf8')) as { app: string };
    // npx would first look for what is here already: a second of every run.
    await this.mustRun([...DEPLOY, '--output', directory, '--app', command.replace(/^npx tsx /, 'node --import tsx '), ...given], app.directory);
    return readAssembly(directory);
  }

  /** Deploys what was synthesized before. */
  public deployAssembly(assembly: Assembly): Promise<CdkResult> {
    return this.run([...DEPLOY, '--app', assembly.directory], this.home);
  }

  /** The same, and must succeed. */
  public mustDeploy(assembly: Assembly): Promise<string> {
    return this.mustRun([...DEPLOY, '--app', assembly.directory], this.home);
  }

  public cleanUp(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Reads the templates of a synthesized app, nested assemblies left out. */
export function readAssembly(directory: string): Assembly {
  const files = readdirSync(directory).filter((name) => name.endsWith('.template.json'));
  return {
    directory,
    templates: Object.fromEntries(files.map((name) => [name.replace('.template.json', ''), JSON.parse(readFileSync(join(directory, name), 'utf8'))])),
  };
}
