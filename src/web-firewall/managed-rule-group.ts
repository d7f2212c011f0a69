import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { StatementContext } from './rendering';
import type { WebFirewallStatement } from './statement';
import { RuleError, shown } from '../values/rule-error';

/** Another action for one rule of a managed rule group. */
export class ManagedRuleOverride {
  /**
   * Only counts what the rule finds.
   *
   * @param rule name of the rule as AWS writes it, as in `SizeRestrictions_BODY`: WAF ignores names that it does not know
   * @param reason why, for the reader of the template (the web ACL's `Metadata` holds it)
   * @throws RuleError ReasonMissing, ManagedRuleGroup
   */
  public static count(rule: string, reason: string): ManagedRuleOverride {
    if (reason.trim() === '') {
      throw new RuleError('ReasonMissing', `a managed rule that is only counted is so for a written reason, received: ${shown(reason)} for ${rule}`);
    }
    return new ManagedRuleOverride(rule, 'count', reason);
  }

  /**
   * Blocks what the rule finds, where the group or this library would only count it.
   *
   * @throws RuleError ManagedRuleGroup
   */
  public static block(rule: string): ManagedRuleOverride {
    return new ManagedRuleOverride(rule, 'block');
  }

  private constructor(
    /** Name of the rule. */
    public readonly rule: string,
    private readonly kind: 'count' | 'block',
    /**
     * Why it is only counted.
     *
     * @default - it is not
     */
    public readonly reason?: string,
  ) {
    if (!/^[\w-]{1,128}$/.test(rule)) {
      throw new RuleError('ManagedRuleGroup', `a managed rule is named by 1 to 128 letters, digits, _ and -, received: ${shown(rule)}`);
    }
  }

  /** @internal */
  public _property(): wafv2.CfnWebACL.RuleActionOverrideProperty {
    return { name: this.rule, actionToUse: this.kind === 'count' ? { count: {} } : { block: {} } };
  }
}

/** How a managed rule group is used. */
export interface ManagedRuleGroupOptions {
  /**
   * A version that stays, as in `Version_1.22`. Versions expire: then WAF uses the default version, and refuses every other change of the
   * web ACL. `versionAlarmTopic` hears of it before.
   *
   * @default - the version that AWS recommends, which moves
   */
  readonly version?: string;

  /**
   * Other actions for some of its rules.
   *
   * @default - its own actions
   */
  readonly overrides?: ManagedRuleOverride[];

  /**
   * Inspects only requests that match.
   *
   * @default - all requests
   */
  readonly only?: WebFirewallStatement;
}

/** A rule group that this library does not know. */
export interface OtherManagedRuleGroupOptions extends ManagedRuleGroupOptions {
  /** Who maintains it, as WAF lists it. */
  readonly vendor: string;

  /** Its name, as the vendor writes it. */
  readonly groupName: string;

  /**
   * Its capacity units, as its page says: 1 to 5,000.
   *
   * @default - what the table of AWS's groups says; a warning where it says nothing
   */
  readonly capacity?: number;
}

// Both break API clients: one blocks every body over 8 KB, the other every client without a User-Agent.
// https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
const COUNTED_CORE_RULES = ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'];

// https://docs.aws.amazon.com/waf/latest/developerguide/waf-managed-protections.html
const NOT_FOR_AN_API: Readonly<Record<string, string>> = {
  AWSManagedRulesATPRuleSet: 'it guards login pages, and needs the form\'s fields and a script in the browser',
  AWSManagedRulesACFPRuleSet: 'it guards pages on which people register, and needs the form\'s fields and a script in the browser',
  AWSManagedRulesBotControlRuleSet: 'it tells machines from people, and blocks the machines',
  AWSManagedRulesAntiDDoSRuleSet: 'it answers floods with scripts that only browsers run',
};

/**
 * A group of rules that AWS or a vendor keeps current.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export class ManagedRuleGroup {
  /** Known bad inputs: 200 WCU. */
  public static knownBadInputs(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('KnownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet', options);
  }

  /** SQL injection: 200 WCU. */
  public static sqlInjection(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('SqlInjection', 'AWSManagedRulesSQLiRuleSet', options);
  }

  /**
   * The core rule set: 700 WCU. `SizeRestrictions_BODY` and `NoUserAgent_HEADER` are counted, since both break API clients, unless an
   * override says otherwise.
   */
  public static coreRuleSet(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    const named = options.overrides?.map(({ rule }) => rule) ?? [];
    const counted = COUNTED_CORE_RULES.filter((rule) => !named.includes(rule))
      .map((rule) => ManagedRuleOverride.count(rule, 'it blocks API clients'));
    return new ManagedRuleGroup('CoreRuleSet', 'AWS', 'AWSManagedRulesCommonRuleSet', options, counted);
  }

  /** Admin pages that are exposed: 100 WCU. */
  public static adminProtection(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('AdminProtection', 'AWSManagedRulesAdminProtectionRuleSet', options);
  }

  /** Linux: 200 WCU. */
  public static linux(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('Linux', 'AWSManagedRulesLinuxRuleSet', options);
  }

  /** POSIX: 100 WCU. */
  public static posix(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('Posix', 'AWSManagedRulesUnixRuleSet', options);
  }

  /** Windows: 200 WCU. */
  public static windows(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('Windows', 'AWSManagedRulesWindowsRuleSet', options);
  }

  /** PHP: 100 WCU. */
  public static php(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('Php', 'AWSManagedRulesPHPRuleSet', options);
  }

  /** WordPress: 100 WCU. */
  public static wordPress(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('WordPress', 'AWSManagedRulesWordPressRuleSet', options);
  }

  /** Addresses of ill repute: 25 WCU. It knows public addresses, of which a private API sees none. */
  public static amazonIpReputation(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('AmazonIpReputation', 'AWSManagedRulesAmazonIpReputationList', options);
  }

  /** Anonymizing services: 50 WCU. It knows public addresses, of which a private API sees none. */
  public static anonymousIp(options?: ManagedRuleGroupOptions): ManagedRuleGroup {
    return aws('AnonymousIp', 'AWSManagedRulesAnonymousIpList', options);
  }

  /**
   * Any other group.
   *
   * @param name name of the rule and of its metric
   * @throws RuleError ManagedRuleGroup
   */
  public static of(name: string, options: OtherManagedRuleGroupOptions): ManagedRuleGroup {
    const { vendor, groupName, capacity } = options;
    if (vendor.trim() === '' || !/^[\w-]{1,128}$/.test(groupName)) {
      throw new RuleError('ManagedRuleGroup', `a managed rule group is named by its vendor and its name, received: ${shown([vendor, groupName])}`);
    }
    const reason = vendor === 'AWS' ? NOT_FOR_AN_API[groupName] : undefined;
    if (reason !== undefined) {
      throw new RuleError('ManagedRuleGroup', `a managed rule group is of use before an API of machines (${reason}), received: ${groupName}`);
    }
    if (capacity !== undefined && (!Number.isInteger(capacity) || capacity < 1 || capacity > 5000)) {
      throw new RuleError('ManagedRuleGroup', `a rule group has 1 to 5,000 capacity units, received: ${capacity}`);
    }
    return new ManagedRuleGroup(name, vendor, groupName, options, [], capacity);
  }

  /**
   * The version that stays.
   *
   * @default - the version moves
   */
  public readonly version?: string;

  private constructor(
    /** Name of the rule and of its metric. */
    public readonly name: string,
    /** Who maintains the group. */
    public readonly vendor: string,
    /** Name of the group. */
    public readonly groupName: string,
    private readonly options: ManagedRuleGroupOptions,
    private readonly builtIn: readonly ManagedRuleOverride[],
    private readonly units?: number,
  ) {
    this.version = options.version;
    if (this.version !== undefined && !/^[\w#:.\-/]{1,64}$/.test(this.version)) {
      throw new RuleError('ManagedRuleVersion', `a version of a managed rule group is written as AWS names it, as in Version_1.22, received: ${shown(this.version)}`);
    }
    const rules = options.overrides?.map(({ rule }) => rule) ?? [];
    if (new Set(rules).size < rules.length) {
      throw new RuleError('ManagedRuleGroup', `a managed rule has one override, received: ${shown(rules)}`);
    }
  }

  /** @internal */
  public get _capacity(): number | undefined {
    return this.units;
  }

  /**
   * Reasons for rules that are only counted, by rule.
   *
   * @internal
   */
  public get _reasons(): [string, string][] {
    return (this.options.overrides ?? []).flatMap(({ rule, reason }): [string, string][] => (reason === undefined ? [] : [[rule, reason]]));
  }

  /** @internal */
  public _statement(context: StatementContext): wafv2.CfnWebACL.StatementProperty {
    const overrides = [...this.builtIn, ...this.options.overrides ?? []];
    return {
      managedRuleGroupStatement: {
        vendorName: this.vendor,
        name: this.groupName,
        version: this.version,
        ...overrides.length === 0 ? {} : { ruleActionOverrides: overrides.map((override) => override._property()) },
        scopeDownStatement: this.options.only?._render(context),
      },
    };
  }
}

function aws(name: string, groupName: string, options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
  return ManagedRuleGroup.of(name, { ...options, vendor: 'AWS', groupName });
}
