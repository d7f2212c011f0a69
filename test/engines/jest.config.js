// The second test level: real programs on this machine. Run with --runInBand: the tests share what global-setup.ts started.
module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/engines'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/engines/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/engines/support/global-teardown.ts',
  moduleNameMapper: { '^cdk-private-api$': '<rootDir>/src' },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
};
