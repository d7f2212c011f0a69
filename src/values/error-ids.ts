/**
 * Every error and warning this library raises, by its stable id: the one list that docs/errors.md is generated from.
 * An id never changes its meaning; a text may.
 */
export const ERROR_IDS = {
  // addresses
  CidrMalformed: 'an address range is written ADDRESS/PREFIX, as in 10.20.0.0/16 or fd00:20::/48',
  CidrHostBits: 'an address range names its network address, with no bits set behind the prefix',
  CidrWholeInternet: 'an address range is narrower than the whole internet, alone and together with its neighbours',

  // routes
  RouteMalformed: 'a route is written METHOD /path, as in GET /payments/{id}',
  ScopeMalformed: 'a scope is written RESOURCE-SERVER/NAME, as in payments/read',

  // OpenAPI documents
  OpenApiMalformed: 'an OpenAPI document is JSON or YAML that can be read, of a reasonable size',
  OpenApiVersion: 'an OpenAPI document is of version 3.0',
  OpenApiRefused: 'an OpenAPI document has only what API Gateway can take, or what can be rewritten to the same meaning',
  RouteTaken: 'an API has each route once',
  RouteParameterNames: 'paths that differ only in the name of a parameter are one path to API Gateway: they share the name',
  RouteAuthorizationMissing: 'a route names its scopes, or says why it is open',
  RouteAuthorizationTwice: 'a route says once what it asks of a token',
  RouteIssuerMissing: 'a route with scopes needs a token issuer',
  RouteTarget: 'a route has a handler or a backend, and not both',
  RouteTimeout: 'a route waits 50 milliseconds to 29 seconds for its answer',
  RouteThrottle: 'a throttle has a rate above 0 and a whole burst of 1 or more',
  RouteParameterName: 'a required parameter has a name that API Gateway can map',
  RouteOperation: 'options by operation name an operation of the document',
  RouteUnknown: 'a route that is referred to is a route of the API',
  RoutesMissing: 'an API without routes cannot be deployed',
  ReasonMissing: 'what loosens a default is written down with its reason',
  RequestModelName: 'a model is named by letters and digits',
  RequestModelConflict: 'models of one name have one schema',
  RequestModelSize: 'the models of an API hold at most 400 KB',
  HandlerPermissionNotOurs: 'the permission of a function of another account is given there (warning)',
  HttpBackendName: 'a private HTTP backend has a DNS name, a port and a base path',
  HttpBackendPlain: 'a private HTTP backend without TLS takes a written reason',
  BackendLinkPort: 'the ports of a VPC link are whole numbers, 1 to 65535',
  CorsOrigin: 'each origin of CORS is named, by scheme and host',
  CorsHeader: 'each header of CORS is named',
  CorsMaxAge: 'rules of CORS are remembered for whole seconds, up to a day',
  CorsNeedsName: 'a page under CORS needs a name of the API that a browser can call without further headers (warning)',
  ApiName: 'an API has a name of 1 to 200 characters',
  ResourcePolicyMissing: 'a private API has a resource policy: without one nobody can call or deploy it',
  ResourcePolicyTwice: 'an API has one resource policy',
  TlsPolicyStrict: 'strict endpoint access goes with the TLS policies that have access modes, not with TLS_1_2',
  ApiResourceQuota: 'an API has 300 path segments (resources) at most, until its quota is raised (warning)',
  ApiBodyTooLarge: 'the OpenAPI body fits into a CloudFormation template',
  TemplateTooLarge: 'a template holds at most 1 MB',
  StageName: 'a stage is named by letters, digits, hyphens and underscores',
  StageLogging: 'a stage logs errors at least',
  CanaryTraffic: 'a canary takes more than 0 and less than 100 percent of the traffic',
  CanaryNeedsRetainedDeployments: 'a canary needs the stable deployment, which CloudFormation deletes unless deployments are retained',

  // encryption
  KeyPolicyNotOurs: 'the policy of an existing key is not changed: it must already admit the services that use it (warning)',
  KeyPendingWindow: 'a deleted key waits 7 to 30 days',

  // network
  NetworkOptionConflict: 'some options of an isolated network are for the VPC that it makes, others for a VPC that exists',
  NetworkZones: 'an isolated network spans 1 to 6 Availability Zones',
  NetworkSubnetsMissing: 'an interface endpoint takes isolated or private subnets',
  VpcRangeUnknown: 'the range of an imported VPC is not always known: then the ranges that may call are named',
  PrivateDnsTaken: 'a VPC takes one endpoint of a service with private DNS',
  EndpointServiceMalformed: 'a service is named by the end of its endpoint name, as in kms or ecr.api',
  EndpointServiceRepeated: 'a network has one endpoint per service, and makes the one of execute-api itself',
  EndpointIdMalformed: 'an endpoint id is written vpce- and 8 to 17 hexadecimal digits',
  EndpointDnsNameMissing: 'an endpoint without private DNS is reached by its own DNS name, which must be known',
  EndpointDnsNameMalformed: 'the DNS name of an endpoint starts with vpce- and has no hosted zone id, scheme or path',
  DefaultSecurityGroupReason: 'a default security group that is not closed here takes a written reason',
  DefaultSecurityGroupNotClosed: 'the default security group of the VPC is not closed here (warning)',
  SecurityGroupRules: 'a security group takes 60 inbound rules per IP version',

  // web firewall
  AddressListTooLong: 'an IP set holds at most 10,000 address ranges',
  AddressListEmpty: 'a web firewall that enforces an empty address list admits nobody (warning)',
  AddressEntryApplication: 'every range of an address list names the application it is for',
  RateLimit: 'a rate limit is a whole number of requests, 10 to 2,000,000,000',
  RateLimitWindow: 'a rate limit counts over 60, 120, 300 or 600 seconds',
  WebAclCapacity: 'a web ACL has at most 5,000 capacity units',
  WebAclCapacityPrice: 'a web ACL over 1,500 capacity units costs more per request (warning)',
  WebAclCapacityUnknown: 'the capacity of a rule could not be counted (warning)',
  StageProtectedTwice: 'a stage has one web ACL: an association replaces another in silence',
  WebFirewallObserves: 'a web firewall for which no mode is named counts, and blocks nothing (warning)',
  WebFirewallManagedElsewhere: 'a web firewall that is managed elsewhere says by whom and why, and has no metrics here',

  // audit
  AccessLogField: 'a further field of the access log has a key of its own and holds one variable that can stand in quotes',
  AccessLogSecret: 'the access log never holds a secret',
  AccessLogTooLong: 'an access log format has at most 3,072 bytes',
  LogGroupNotOurs: 'an existing log group keeps its own key, retention and removal policy',
  ExecutionLogStage: 'an execution log has a stage name known at synth, of letters, digits, - and _',
  AlarmSubscriber: 'subscribers of alarms are e-mail addresses, each named once',
  AlarmApiName: 'an API whose metrics are watched has a name of ASCII characters',
  AlarmThreshold: 'an alarm has a threshold that can be exceeded, over whole minutes and at most a day',
  AlarmOffReason: 'an alarm is turned off with a written reason',
  AlarmWithoutSource: 'an alarm is set only where the metric it stands on is given',
  AlarmTopicNotOurs: 'the policies of an existing topic and its key are not changed: they must already admit CloudWatch (warning)',
  ApiGatewayLoggingTwice: 'a stack sets the logging role of API Gateway once at most',

  // consumers
  ResourcePolicyTooLong: 'a resource policy holds at most 8,192 characters',
  ConsumerId: 'a consumer is named by a letter, then letters, digits, _ and -, at most 64 characters',
  ConsumerDuplicate: 'a register holds each consumer once',
  ConsumerUnknown: 'a consumer that is asked for is one of the register',
  ConsumerOwner: 'a consumer has an owner who answers for it',
  ConsumerNowhere: 'a consumer names where it calls from: addresses, VPC endpoints or both',
  ConsumerEndDate: 'a consumer ends on an ISO date (YYYY-MM-DD), never after a duration',
  ConsumerLimit: 'a rate is above 0, a burst and a quota are whole numbers from 1',
  ConsumerWithoutAddresses: 'a consumer without addresses is blocked by a web firewall that enforces (warning)',
  ConsumerEnding: 'the access of a consumer ends within 30 days, or was to end already (warning)',
  ConsumersAlike: 'two consumers behind one endpoint with the same addresses are told apart by tokens and API keys only (warning)',
  NobodyAdmitted: 'a register without VPC endpoints has a resource policy that denies every call (warning)',
  RegisterWithoutStage: 'a register has the stages whose calls its usage plans count',
  ScopesWithoutIssuer: 'scopes are carried by tokens: a register without an issuer takes none',
  UsageTierName: 'a usage tier is named by a letter, then letters, digits, _ and -, at most 64 characters',
  UsageTierDuplicate: 'a register has each usage tier once',
  UsageTierUnknown: 'a usage tier that is asked for is one of the register',
  ClockMalformed: 'the context key cdk-private-api:now is an ISO date (YYYY-MM-DD)',
  ConsumersFileUnreadable: 'a consumers file can be read',
  ConsumersFileInvalid: 'a consumers file follows its schema',
  ConsumersFileEnvironment: 'a consumers file is read for one of the environments that it names',

  // identity
  ScopeUndeclared: 'an OAuth client is given scopes that routes declare',
  AccessTokenValidity: 'an access token lives 5 minutes to 1 day, in whole minutes',
  ClientScopes: 'an OAuth client has 1 to 50 scopes, each once',
  ClientName: 'an OAuth client is named by 1 to 128 letters, digits, spaces and _+=,.@-',
  ScopesPerResourceServer: 'a resource server has at most 100 scopes',
  ResourceServersPerPool: 'a user pool has at most 300 resource servers',
  ResourceServerQuota: 'a user pool has 25 resource servers at most until that quota of Cognito is raised (warning)',
  ResourceServerNotOurs: 'a resource server of an existing user pool is not changed: its scopes are made where it is made',
  UserPoolOption: 'an existing user pool keeps its removal policy, and a new one has no scopes yet',
  UserPoolNotOurs: 'the settings of an existing user pool are not changed: it must already be one for machines (warning)',

  // the whole API
  NetworkTwice: 'an API has a network that is given, or one that is made here',
  TlsPolicyNeedsPrivateDns: 'strict endpoint access answers to the API\'s own name only, which needs private DNS',
  AccountLoggingRole: 'the account-wide logging role of API Gateway must be set before a stage that logs is made (warning)',
} as const;

/** The stable id of an error or a warning. */
export type ErrorId = keyof typeof ERROR_IDS;
