import { Stack, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { alikeCallers } from './alike';
import { Consumer } from './consumer';
import type { ConsumerOptions } from './consumer-options';
import { consumerProblems, endpointProblems } from './consumer-rules';
import type { ConsumersFile } from './consumers-file';
import { throwFirst } from './problem';
import { endpointStatements, LONGEST_POLICY, policyLength } from './resource-policy';
import { usagePlan } from './usage-plan';
import { UsageTier } from './usage-tier';
import type { MachineTokenIssuer } from '../identity/machine-token-issuer';
import { problem, refuse, warn, within } from '../validation';
import { childId } from '../values/child-id';
import { today } from '../values/day';
import { endNotice } from '../values/end-date';
import { shown } from '../values/rule-error';
import { AddressList } from '../web-firewall/address-list';

/** Properties of an `AccessRegister`. */
export interface AccessRegisterProps {
  /** The API that the consumers call: any L1, L2 or import. Nothing about it is changed. */
  readonly api: apigateway.IRestApiRef;

  /** The stages whose calls are counted and limited: at least one. */
  readonly stages: apigateway.IStageRef[];

  /**
   * Who issues the consumers' tokens.
   *
   * @default - nobody: consumers have no OAuth clients, and scopes are refused
   */
  readonly issuer?: MachineTokenIssuer;

  /**
   * Ids of the API's own `execute-api` endpoints, as in `vpce-0123456789abcdef0`; tokens work. They are always admitted.
   *
   * @default - only the endpoints that consumers name
   */
  readonly endpointIds?: string[];

  /**
   * The address list that gets the consumers' addresses.
   *
   * @default - an `AddressList` of its own, for a web firewall to use
   */
  readonly addressList?: AddressList;

  /**
   * The usage tiers that consumers can be in. A tier becomes a usage plan once a consumer is in it.
   *
   * @default - `UsageTier.standard()`: 50 requests a second, 100 at one moment, 1,000,000 a day
   */
  readonly tiers?: UsageTier[];

  /**
   * Name of the tier of consumers that name none.
   *
   * @default - the first of the tiers
   */
  readonly defaultTier?: string;
}

/**
 * The register of consumers: which applications have access to an API, from where, to what, how often and until when. The resource
 * policy, the address list, the OAuth clients, the usage plans and the API keys follow from it.
 *
 * Address list and resource policy admit the union of all consumers: a consumer's token that is used from another consumer's address
 * passes. What binds one consumer alone is its scopes, its usage plan and its API key.
 *
 * Creates 1 CloudFormation resource per tier in use, 1 to 5 per consumer, and 2 for an address list of its own.
 */
export class AccessRegister extends Construct {
  /** The address list that holds the consumers' addresses. */
  public readonly addressList: AddressList;

  /**
   * The policy that admits calls through the endpoints of the register and no others: an Allow for everybody, and a Deny unless
   * `aws:SourceVpce` is in the register. Where there is no endpoint, nobody is admitted. The register sets it on no API.
   */
  public readonly resourcePolicy: iam.PolicyDocument;

  /** The statements of the resource policy, for an API that has a policy of its own: `api.addToResourcePolicy(statement)`. */
  public readonly resourcePolicyStatements: iam.PolicyStatement[];

  private readonly props: AccessRegisterProps;
  private readonly tiers: UsageTier[];
  private readonly byId = new Map<string, Consumer>();
  private readonly plans = new Map<string, apigateway.CfnUsagePlan>();
  private readonly listeners: ((consumer: Consumer) => void)[] = [];
  private readonly consumerScope: Construct;
  private readonly tierScope: Construct;
  private readonly day: number;

  /**
   * @throws ValidationError RegisterWithoutStage, UsageTierUnknown, UsageTierDuplicate, EndpointIdMalformed, ClockMalformed
   */
  public constructor(scope: Construct, id: string, props: AccessRegisterProps) {
    super(scope, id);
    this.props = props;
    if (props.stages.length === 0) {
      refuse(this, 'RegisterWithoutStage', 'a register has the stages whose calls its usage plans count, received: none');
    }
    this.tiers = props.tiers ?? [UsageTier.standard()];
    this.checkTiers();
    within(this, () => throwFirst(endpointProblems('endpointIds', props.endpointIds)));
    this.day = within(this, () => today(this.node.tryGetContext('cdk-private-api:now')));
    this.addressList = props.addressList ?? new AddressList(this, 'AddressList');
    this.tierScope = new Construct(this, 'Tiers');
    this.consumerScope = new Construct(this, 'Consumers');
    this.resourcePolicyStatements = endpointStatements(() => this.endpoints());
    this.resourcePolicy = new iam.PolicyDocument({ statements: this.resourcePolicyStatements, minimize: false });
    this.node.addValidation({ validate: () => this.validateWhole() });
  }

  /** The consumers, in the order in which they were added. */
  public get consumers(): Consumer[] {
    return [...this.byId.values()];
  }

  /**
   * Gives an application access.
   *
   * @param id its name: a letter, then letters, digits, `_` and `-`; at most 64 characters
   * @throws ValidationError ConsumerId, ConsumerDuplicate, ConsumerOwner, ConsumerNowhere, ConsumerEndDate, ConsumerLimit, UsageTierUnknown,
   * ScopeMalformed, ScopesWithoutIssuer, ClientScopes, CidrMalformed, CidrHostBits, CidrWholeInternet, AddressRangeWide, ReasonMissing,
   * EndpointIdMalformed
   */
  public addConsumer(id: string, options: ConsumerOptions): Consumer {
    if (this.byId.has(id)) {
      refuse(this, 'ConsumerDuplicate', `a register holds each consumer once, received a second: ${shown(id)}`);
    }
    within(this, () => throwFirst(consumerProblems(id, options)));
    const tier = this.tierNamed(options.tier);
    const { issuer } = this.props;
    if (options.scopes?.length && !issuer) {
      refuse(this, 'ScopesWithoutIssuer',
        `scopes are carried by tokens, and this register has no issuer (a MachineTokenIssuer, also for a user pool that exists): ${id} names ${options.scopes.join(', ')}`);
    }
    const entries = options.enabled === false ? [] : this.addressList._read(options.addresses ?? [], {
      application: id, owner: options.owner, expires: options.expires, wideRangeReason: options.wideRangeReason,
    });
    // Whatever can be refused is refused by now: a second try of the same consumer finds nothing half made.
    const consumer = Consumer._add(this.consumerScope, id, {
      options,
      plan: this.props,
      limits: tier,
      tierPlan: () => this.planOf(tier),
      addClient: (scopes, enabled) => issuer?.addClient(id, { scopes, enabled }),
    });
    this.byId.set(id, consumer);
    if (consumer.enabled) {
      this.addressList._put(entries);
      this.warnAbout(consumer);
    }
    this.listeners.forEach((listener) => listener(consumer));
    return consumer;
  }

  /**
   * Gives the applications of a file access.
   *
   * @throws ValidationError as `addConsumer`
   */
  public addConsumers(file: ConsumersFile): Consumer[] {
    return file.consumers.map(({ id, ...options }) => this.addConsumer(id, options));
  }

  /**
   * A consumer by its name.
   *
   * @throws ValidationError ConsumerUnknown
   */
  public consumer(id: string): Consumer {
    return this.byId.get(id) ?? refuse(this, 'ConsumerUnknown',
      `a consumer is one of the register (${[...this.byId.keys()].sort().join(', ') || 'which is empty'}), received: ${shown(id)}`);
  }

  /**
   * Tells of every consumer that is added from now on, once the register holds it.
   *
   * @internal
   */
  public _onConsumer(listener: (consumer: Consumer) => void): void {
    this.listeners.push(listener);
  }

  private checkTiers(): void {
    const names = this.tiers.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) {
      refuse(this, 'UsageTierDuplicate', `a register has each usage tier once, received a second: ${shown(twice)}`);
    }
    this.tierNamed(this.props.defaultTier);
  }

  private tierNamed(name = this.props.defaultTier ?? this.tiers[0]?.name): UsageTier {
    return this.tiers.find((tier) => tier.name === name) ?? refuse(this, 'UsageTierUnknown',
      `a usage tier is one of the register (${this.tiers.map((tier) => tier.name).join(', ')}), received: ${shown(name)}`);
  }

  private planOf(tier: UsageTier): apigateway.CfnUsagePlan {
    const plan = this.plans.get(tier.name) ?? usagePlan(this.tierScope, childId(tier.name), `Tier ${tier.name}`, this.props, tier);
    this.plans.set(tier.name, plan);
    return plan;
  }

  private warnAbout({ id, owner, addresses, expires }: Consumer): void {
    if (addresses.length === 0) {
      warn(this, 'ConsumerWithoutAddresses',
        `${id} names VPC endpoints but no addresses: a web firewall that enforces sees the addresses in its VPC, and blocks them`);
    }
    const notice = expires && endNotice(expires, this.day);
    if (notice) {
      warn(this, 'ConsumerEnding', `${id}: ${notice}; nothing cuts it off: extend it, or take it out of the register (owner ${owner})`);
    }
  }

  /** Every endpoint of the register once, in an order that does not depend on who was added first. */
  private endpoints(): string[] {
    const named = [...this.props.endpointIds ?? [], ...this.admitted().flatMap(({ vpcEndpoints }) => vpcEndpoints)];
    const byText = new Map(named.map((endpoint) => [this.textOf(endpoint), endpoint]));
    return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, endpoint]) => endpoint);
  }

  private admitted(): Consumer[] {
    return this.consumers.filter(({ enabled }) => enabled);
  }

  /** The same text for the same endpoint, also where two tokens mean it. */
  private textOf(endpoint: string): string {
    return Token.isUnresolved(endpoint) ? JSON.stringify(Stack.of(this).resolve(endpoint)) : endpoint;
  }

  /** What can only be said once every consumer is known. */
  private validateWhole(): string[] {
    if (this.endpoints().length === 0) {
      warn(this, 'NobodyAdmitted', 'the register names no VPC endpoint, so its resource policy denies every call');
    }
    for (const { endpoint, addresses, ids } of alikeCallers(this.admitted().map((consumer) => this.caller(consumer)))) {
      warn(this, 'ConsumersAlike', `${ids.join(', ')} call through ${endpoint} from ${addresses.join(', ') || 'no addresses of their own'}: `
        + 'web firewall and resource policy cannot tell them apart, only their tokens and API keys can');
    }
    return this.policyTooLong();
  }

  private caller({ id, addresses, vpcEndpoints }: Consumer) {
    const endpoints = vpcEndpoints.length > 0 ? vpcEndpoints : this.props.endpointIds ?? [];
    return { id, addresses, endpoints: endpoints.map((endpoint) => this.textOf(endpoint)) };
  }

  private policyTooLong(): string[] {
    const length = policyLength(Stack.of(this).resolve(this.resourcePolicy));
    if (length <= LONGEST_POLICY) {
      return [];
    }
    const most = this.admitted().sort((a, b) => b.vpcEndpoints.length - a.vpcEndpoints.length).slice(0, 3)
      .map(({ id, vpcEndpoints }) => `${id} ${vpcEndpoints.length}`).join(', ');
    return [problem('ResourcePolicyTooLong', `a resource policy holds at most ${LONGEST_POLICY.toLocaleString('en')} characters, received: ${length.toLocaleString('en')} `
      + `for ${this.endpoints().length} VPC endpoints (most are named by ${most}); consumers of one network can share an endpoint`)];
  }
}
