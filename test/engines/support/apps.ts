import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CdkApp } from './cdk';

/** A change of an app by more context than before, and what it may touch. */
export interface Change {
  readonly title: string;
  readonly context: Record<string, string>;
  /** The types of the resources that are created, updated or deleted: no other may be. */
  readonly touches: string[];
}

/** An app that this level deploys. */
export interface DeployedApp extends CdkApp {
  /** Counts for docs/verification.md. */
  readonly example: boolean;
  readonly changes: Change[];
}

const API = ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Deployment', 'AWS::ApiGateway::Stage'];
const CONSUMER = ['AWS::Cognito::UserPoolClient', 'AWS::SecretsManager::Secret', 'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::UsagePlanKey'];

const APPS: DeployedApp[] = [
  {
    name: 'fixture',
    directory: join(__dirname, '../fixtures/api'),
    example: false,
    changes: [
      { title: 'a route', context: { route: '/refunds' }, touches: API },
      { title: 'a consumer', context: { consumer: 'Treasury' }, touches: CONSUMER },
      { title: 'an address', context: { address: '10.30.0.0/16' }, touches: ['AWS::WAFv2::IPSet'] },
    ],
  },
  {
    name: 'payments',
    directory: join(__dirname, '../../../examples/payments'),
    example: true,
    changes: [{ title: 'the environment of the register', context: { environment: 'test' }, touches: [...CONSUMER, 'AWS::EC2::SecurityGroup', 'AWS::WAFv2::IPSet'] }],
  },
  { name: 'existing-stack', directory: join(__dirname, '../../../examples/existing-stack'), example: true, changes: [] },
];

/** The apps that exist in a checkout. */
export function appsIn(root?: string): DeployedApp[] {
  return APPS.map((app) => ({ ...app, directory: root ? join(root, app.directory.slice(join(__dirname, '../../..').length)) : app.directory }))
    .filter(({ directory }) => existsSync(join(directory, 'app.ts')) && existsSync(join(directory, 'cdk.json')));
}
