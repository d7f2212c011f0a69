import { awscdk, javascript, typescript } from 'projen';

/** Lambda functions that ship with the package: src/functions/NAME/index.ts. */
const FUNCTIONS: string[] = ['address-feed', 'fed-ip-sets'];

/** Those of them that come in parts, as ES modules: a part loads when it is first needed. */
const IN_PARTS = ['address-feed'];

/** BUILD, in the order in which a request meets the layers: a layer may import itself and those before it. */
const LAYERS = ['encryption', 'network', 'web-firewall', 'identity', 'routes', 'consumers', 'audit'];

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-private-api',
  description: 'Private APIs on AWS that can be proven private: CDK constructs for every layer.',
  author: 'cdk-private-api contributors',
  authorAddress: 'cdk-private-api@example.com',
  repositoryUrl: 'https://github.com/cdk-private-api/cdk-private-api.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-private-api contributors',
  defaultReleaseBranch: 'main',
  keywords: ['aws', 'cdk', 'api-gateway', 'private-api', 'vpc-endpoint', 'waf', 'cognito', 'security'],

  packageManager: javascript.NodePackageManager.NPM,
  projenVersion: '0.103.25',
  minNodeVersion: '20.16.0',
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  sampleCode: false,
  docgen: false,

  cdkVersion: '2.276.0',
  constructsVersion: '10.8.1',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',

  github: false,
  release: false,
  depsUpgrade: false,

  bundledDeps: [
    'ajv@^8.20.0', // validates the consumers file against its published JSON Schema
    'yaml@^2.9.1', // reads consumers files and OpenAPI documents, with line and column
  ],
  devDeps: [
    // read back what was deployed, and what the examples' handlers call
    ...['api-gateway', 'apigatewayv2', 'cloudformation', 'cloudwatch', 'cloudwatch-logs', 'cognito-identity-provider', 'dynamodb', 'ec2',
      'iam', 'kms', 'lambda', 's3', 'secrets-manager', 'sns', 'ssm', 'wafv2'].map((service) => `@aws-sdk/client-${service}`),
    '@aws-sdk/lib-dynamodb',
    '@smithy/signature-v4', // signs the one call of EC2 and the one of STS that operations/ makes; their clients are 550 KB; bundled into lib/
    '@microsoft/jest-sarif@1.0.0-beta.0', // ships the JSON schema of SARIF 2.1.0
    '@types/sarif',
    '@types/aws-lambda',
    'cidr-tools@11.3.2', // the baseline of the address benchmark; 12 wants Node 22
    'ipaddr.js@^2.5.0', // what our reader of addresses is held against
    'aws-cdk@2.1148.1', // 3.0.0 cannot read what aws-cdk-lib 2.276 writes
    'cdk-nag@3.0.2',
    'commander@^14.0.3', // the command line; bundled into lib/cli
    'esbuild@0.28.2',
    'fast-check@^4.10.2',
    'playwright-core', // drives the system's Chromium
    'xmlbuilder2@^4.0.3', // reads JUnit reports back
  ],
  allowScripts: ['esbuild'],

  bin: { 'cdk-private-api': 'lib/cli/index.js' },

  publishToPypi: { distName: 'cdk-private-api', module: 'cdk_private_api' },
  publishToMaven: {
    javaPackage: 'io.github.cdkprivateapi', mavenGroupId: 'io.github.cdkprivateapi', mavenArtifactId: 'cdk-private-api',
  },
  publishToNuget: { dotNetNamespace: 'CdkPrivateApi', packageId: 'CdkPrivateApi' },
  publishToGo: { moduleName: 'github.com/cdk-private-api/cdk-private-api-go', packageName: 'cdkprivateapi' },

  // bundled by esbuild, jsii must not see them
  excludeTypescript: ['src/functions/**', 'src/operations/**', 'src/cli/**', 'src/posture/report/**'],
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  tsconfigDev: {
    include: ['**/*.ts', '../examples/**/*.ts', '../bench/**/*.ts', '../scripts/**/*.ts', '../src/**/*.ts'],
    compilerOptions: { paths: { 'cdk-private-api': ['../src'] }, noUncheckedIndexedAccess: true },
  },

  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples', 'bench', 'scripts'], commandOptions: { fix: false } },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    coverageText: false,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      maxWorkers: '100%', // by default one core is left idle: of two, half
      runtime: '<rootDir>/test/support/shared-cdk-runtime.js',
      moduleNameMapper: { '^cdk-private-api$': '<rootDir>/src' },
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/engines/'],
    },
  },
});

// unrs-resolver 1.13.0 names platform packages that are not published: `npm ci` fails.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
project.tasks.addEnvironment('CDK_DISABLE_CLI_TELEMETRY', 'true');

// ------------------------------------------------------------------ eslint: no type information (20 s for two rules), and the walls
const eslintrc = project.tryFindObjectFile('.eslintrc.json')!;
eslintrc.addDeletionOverride('parserOptions.projectService');
eslintrc.addDeletionOverride('rules.@typescript-eslint/no-floating-promises');
eslintrc.addDeletionOverride('rules.@typescript-eslint/return-await');
['functions', 'operations', 'cli', 'posture/report'].forEach((room) => project.eslint?.allowDevDeps(`src/${room}/**`));
project.eslint?.addOverride({
  files: ['examples/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
  rules: { 'import/no-unresolved': 'off', 'import/no-extraneous-dependencies': 'off' },
});

project.eslint?.addOverride({ files: ['src/values/address.ts', 'src/values/cidr.ts'], rules: { 'no-bitwise': 'off' } }); // addresses are bits

const BUILD = [...LAYERS.map((layer) => `./src/${layer}`), './src/private-api.ts'];
const RUN = ['./src/functions', './src/operations'];
const PROVE = ['./src/posture', './src/synth', './src/cli'];
const wall = (target: string | string[], from: string | string[], message: string) => ({ target, from, message });
project.eslint?.addRules({
  'max-lines': ['error', { max: 600 }],
  'import/no-cycle': ['error'],
  'import/no-restricted-paths': ['error', {
    basePath: '.',
    zones: [
      wall('./src/values', ['./src/!(values)', './src/!(values)/**/*'], 'values/ imports nothing of the other rooms'),
      wall(PROVE, [...BUILD, './src/index.ts'], 'PROVE imports nothing of BUILD'),
      wall(['./src/posture', './src/cli'], './src/validation.ts', 'PROVE imports nothing of BUILD'),
      wall(['./src/posture', './src/synth'], RUN, 'PROVE imports nothing of RUN'),
      wall('./src/cli', './src/functions', 'the command sees PROVE and operations/ only'),
      wall(BUILD, [...PROVE, ...RUN], 'BUILD imports nothing of PROVE or RUN'),
      wall(RUN, [...BUILD, ...PROVE, './src/index.ts', './src/validation.ts', './node_modules/aws-cdk-lib', './node_modules/constructs'], 'RUN imports neither BUILD nor PROVE, and never aws-cdk-lib'),
      ...LAYERS.map((layer, at) => wall(
        `./src/${layer}`,
        [...LAYERS.slice(at + 1).map((higher) => `./src/${higher}`), './src/private-api.ts', './src/index.ts'],
        `${layer}/ may import only the layers that a request meets before it`,
      )).filter((zone) => zone.from.length > 0),
    ],
  }],
});

// ------------------------------------------------------------------ bundles of the Lambda functions
const bundle = project.addTask('bundle', { description: 'Bundle the Lambda functions into lib/functions' });
bundle.exec('rm -rf lib/functions'); // a stale file in the directory would change the asset hash
for (const name of FUNCTIONS) {
  bundle.exec([
    'esbuild', `src/functions/${name}/index.ts`, '--bundle', '--minify', '--platform=node', '--target=node22',
    '--main-fields=module,main', '--legal-comments=none', '--charset=utf8', '--log-level=warning',
    '--alias:@aws-sdk/credential-provider-node=./src/functions/credentials.ts', '--external:bowser', // a browser's part of the SDK
    ...IN_PARTS.includes(name)
      ? ['--format=esm', '--splitting', '--out-extension:.js=.mjs', `--outdir=lib/functions/${name}`]
      : ['--format=cjs', `--outfile=lib/functions/${name}/index.js`],
  ].join(' '));
}
project.preCompileTask.spawn(bundle);

// ------------------------------------------------------------------ the command line: one file, so that it starts at once
const cli = project.addTask('bundle:cli', { description: 'Bundle the command line into lib/cli' });
cli.exec('rm -rf lib/cli');
cli.exec([
  'esbuild', 'src/cli/index.ts', '--bundle', '--minify', '--keep-names', '--platform=node', '--target=node20', '--format=cjs',
  '--main-fields=module,main', '--legal-comments=none', '--charset=utf8', '--log-level=warning', '--outfile=lib/cli/index.js',
  '"--banner:js=#!/usr/bin/env node"',
].join(' '));
// What acts on a live account is a file of its own: `check` is not to read the clients of the AWS SDK.
cli.exec('rm -rf lib/operations');
cli.exec([
  'esbuild', 'src/operations/index.ts', '--bundle', '--minify', '--keep-names', '--platform=node', '--target=node20', '--format=cjs',
  '--main-fields=module,main', '--legal-comments=none', '--charset=utf8', '--log-level=warning', '--outfile=lib/operations/index.js',
].join(' '));
project.preCompileTask.spawn(cli);

project.compileTask.exec('tsx scripts/lazy-index.ts'); // requiring the package loads what is used

// ------------------------------------------------------------------ the README's commands
project.addTask('docs', {
  description: 'Write the generated pages of docs/', steps: [{ exec: 'tsx scripts/errors-page.ts' }, { exec: 'tsx scripts/checks-page.ts' }],
});
project.addTask('demo', { description: 'Synthesize examples/payments, check it, show what it is', exec: 'tsx scripts/demo.ts' });
project.addTask('mutation', { description: 'Weaken the examples in one place at a time: how much of it check and diff notice', exec: 'tsx --tsconfig scripts/tsconfig.json scripts/mutation.ts' });
project.addTask('test:engines', {
  description: 'Deploy and exercise the examples against real engines on this machine',
  exec: 'jest --config test/engines/jest.config.js --runInBand --ci',
  receiveArgs: true,
});
const benchTask = project.addTask('bench', { description: 'Measure against named baselines' });
benchTask.spawn(project.preCompileTask);
benchTask.spawn(project.compileTask); // `require` is measured on what is published
benchTask.exec('tsx bench/all.ts');
const testTask = project.testTask;
testTask.reset();
testTask.spawn(project.preCompileTask); // bundles: constructs are tested with the functions that they deploy
testTask.spawn(project.compileTask); // jsii: the public surface must be expressible in every language
testTask.exec('tsc --noEmit --project test/tsconfig.json');
testTask.spawn(project.tasks.tryFind('eslint')!);
testTask.exec('jest --ci', { receiveArgs: true });

// ------------------------------------------------------------------ editors: one tsconfig per folder, never built
for (const dir of ['examples', 'bench', 'scripts']) {
  const config = new javascript.TypescriptConfig(project, {
    fileName: `${dir}/tsconfig.json`,
    include: ['**/*.ts'],
    compilerOptions: { noEmit: true, rootDir: '..', paths: { 'cdk-private-api': ['../src'] } },
  });
  config.addExtends(project.tsconfig!);
}

project.gitignore.exclude('cdk.out/', '.jsii.tabl.json', '.cache/');
project.npmignore?.exclude('/examples/', '/bench/', '/scripts/', '/docs/', '/src/', '/cdk.out/', '/.ci/', '/.cache/');

// Without --code-only jsii-pacmak calls pip, mvn, dotnet and go, and those their registries.
project.tasks.tryFind('package-all')!.reset('jsii-pacmak -v --code-only --targets js python java dotnet go');
for (const lang of ['python', 'java', 'dotnet', 'go']) {
  project.tasks.tryFind(`package:${lang}`)!.reset(`jsii-pacmak -v --code-only --target ${lang}`);
}

project.synth();
