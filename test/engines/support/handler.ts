import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Assembly, TemplateResource } from './cdk';
import type { Moto } from './moto';
import { Clients } from '../readers/clients';

/** A function of a deployed app: its bundle, and its configuration as Lambda tells it. */
export interface DeployedFunction {
  /** The folder of the bundle. */
  readonly bundle: string;
  readonly handler: string;
  readonly environment: Record<string, string>;
}

/** The one function of an app for which this holds. */
export async function deployedFunction(
  moto: Moto, assembly: Assembly, physicalIds: Record<string, Record<string, string>>, which: (resource: TemplateResource) => boolean,
): Promise<DeployedFunction> {
  const found = Object.entries(assembly.templates).flatMap(([stack, { Resources }]) => Object.entries(Resources)
    .filter(([, resource]) => resource.Type === 'AWS::Lambda::Function' && which(resource)).map(([id, resource]) => ({ stack, id, resource })));
  if (found.length !== 1) {
    throw new Error(`expected one function, found ${found.length}`);
  }
  const { stack, id, resource } = found[0]!;
  const command = new GetFunctionConfigurationCommand({ FunctionName: physicalIds[stack]![id]! });
  const { Handler, Environment } = await new Clients(moto).lambda.send(command);
  const { Metadata } = resource as TemplateResource & { Metadata: Record<string, string> };
  return { bundle: join(assembly.directory, Metadata['aws:asset:path']!), handler: Handler!, environment: Environment?.Variables ?? {} };
}

/** Runs the bundle in a Node of its own, one event after the other, against the emulator over the real AWS SDK. */
export function invoke(moto: Moto, { bundle, handler, environment }: DeployedFunction, events: object[]): Promise<any[]> {
  const [file, name] = handler.split('.') as [string, string];
  const script = `(async () => {
    const { ${name}: handler } = require(${JSON.stringify(join(bundle, file))});
    const answers = [];
    for (const event of ${JSON.stringify(events)}) answers.push(await handler(event, {}));
    process.stdout.write('\\n===\\n' + JSON.stringify(answers));
  })()`;
  const env = { ...moto.environment, ...environment, NODE_PATH: join(__dirname, '../../../node_modules') };
  return new Promise((resolve, reject) => execFile(process.execPath, ['-e', script], { env }, (error, stdout, stderr) => (
    error ? reject(new Error(stderr || error.message)) : resolve(JSON.parse(stdout.split('\n===\n').pop()!)))));
}
