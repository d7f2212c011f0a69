export * from './private-api';
export * from './private-api-props';

export * from './encryption/data-key';
export * from './encryption/encrypted-log-group';
export * from './encryption/key-use';

export * from './network/api-network';
export * from './network/default-security-group';
export * from './network/existing-network';
export * from './network/isolated-network';
export * from './network/service-endpoint';

export * from './web-firewall/address-entry';
export * from './web-firewall/address-feed';
export * from './web-firewall/existing-ip-sets';
export * from './web-firewall/address-feed-bounds';
export * from './web-firewall/address-list';
export * from './web-firewall/address-source';
export * from './web-firewall/blocked-addresses';
export * from './web-firewall/forwarded-address';
export * from './web-firewall/managed-rule-group';
export * from './web-firewall/pattern-set';
export * from './web-firewall/rate-limit';
export * from './web-firewall/request-part';
export * from './web-firewall/route-limits';
export * from './web-firewall/rule';
export * from './web-firewall/rule-action';
export * from './web-firewall/rule-group';
export * from './web-firewall/rules-mixin';
export * from './web-firewall/stage-mixin';
export * from './web-firewall/statement';
export * from './web-firewall/text-transformation';
export * from './web-firewall/web-firewall';
export * from './web-firewall/web-firewall-mode';
export * from './web-firewall/web-firewall-props';

export * from './identity/machine-client';
export * from './identity/machine-token-issuer';

export * from './routes/api-stage';
export * from './routes/backend-link';
export * from './routes/cors';
export * from './routes/http-backend';
export * from './routes/openapi-document';
export * from './routes/openapi-note';
export * from './routes/private-rest-api';
export * from './routes/request-model';
export * from './routes/route';
export * from './routes/route-authorization';
export * from './routes/route-options';
export * from './routes/tls-policy';

export * from './consumers/access-register';
export * from './consumers/consumer';
export * from './consumers/consumer-options';
export * from './consumers/consumers-file';
export * from './consumers/usage-tier';

export * from './audit/access-log';
export * from './audit/alarm-setting';
export * from './audit/alarm-topic';
export * from './audit/api-alarms';
export * from './audit/api-gateway-logging';
export * from './audit/execution-log';

export * from './synth/check-options';
export * from './synth/private-api-assertions';
export * from './synth/private-api-checks';
