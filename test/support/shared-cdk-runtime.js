// Loads aws-cdk-lib, constructs and cdk-nag once per worker instead of once per test file: half the time of the suite.
// Its price: CDK objects come from another realm, so `toThrow(Error)` fails (use a message) and jest.mock does not reach them.
const { default: Runtime } = require('jest-runtime');

// The built-in template validation costs 2 s for its first template: validation.test.ts asks for it.
process.env.CDK_VALIDATION ??= 'false';

const SHARED = /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/;

module.exports = class SharedCdkRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    if (SHARED.test(name)) {
      return require(require.resolve(name, { paths: [from] }));
    }
    return super.requireModuleOrMock(from, name);
  }
};
