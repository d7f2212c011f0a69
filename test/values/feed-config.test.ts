import { type FeedConfig, readFeedConfig, readFeedRegistration } from '../../src/values/feed-config';

const config: FeedConfig = {
  list: 'partners',
  ipv4SetArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/a/1',
  ipv6SetArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/b/2',
  bucket: 'lists',
  bounds: { minEntries: 1, maxEntries: 100, maxGrowthPercent: 50, maxShrinkPercent: 20, widestIpv4Prefix: 16, widestIpv6Prefix: 48 },
  sources: [{ kind: 's3', name: 'a', bucket: 'b', key: 'k' }, { kind: 'https', name: 'c', url: 'https://x.example', maxBytes: 1, timeoutSeconds: 1 }],
};

test('a configuration is read as it was written', () => {
  expect(readFeedConfig(JSON.stringify(config))).toEqual(config);
  expect(readFeedRegistration(JSON.stringify({ config, functionName: 'f' }))).toEqual({ config, functionName: 'f' });
});

test.each<[string, unknown]>([
  ['no JSON', undefined], ['a list', []], ['no bounds', { ...config, bounds: undefined }], ['a bound that is a text', { ...config, bounds: { ...config.bounds, minEntries: '1' } }],
  ['a bound that is missing', { ...config, bounds: { minEntries: 1 } }], ['no bucket', { ...config, bucket: '' }], ['no sources', { ...config, sources: {} }],
  ['a source of an unknown kind', { ...config, sources: [{ kind: 'ftp', name: 'a' }] }], ['a kind that every object has', { ...config, sources: [{ kind: 'constructor', name: 'a' }] }],
  ['a source without its key', { ...config, sources: [{ kind: 's3', name: 'a', bucket: 'b' }] }],
  ['a source without a bound', { ...config, sources: [{ kind: 'https', name: 'a', url: 'https://x.example', maxBytes: 1 }] }],
])('%s is refused: a feed never runs on half a configuration', (_, value) => {
  expect(() => readFeedConfig(value === undefined ? undefined : JSON.stringify(value))).toThrow('the configuration of an address feed has');
});
