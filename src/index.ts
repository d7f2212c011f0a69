export * from './encryption/data-key';
export * from './encryption/encrypted-log-group';
export * from './encryption/key-use';
