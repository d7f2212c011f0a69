import { type ResourceEnvironment, Names } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { ForwardedAddress } from './forwarded-address';
import type { WebFirewallRule } from './rule';
import { bodiesOf, growing, placed, reasonsOf, rulesForOthers, visibility } from './rules';
import { capacityOf, knownGroups, perRule, problemsOf } from './web-acl-capacity';
import { problem, refuse, within } from '../validation';
import { shown } from '../values/rule-error';

/** Properties of a `WebFirewallRuleGroup`. */
export interface WebFirewallRuleGroupProps {
  /**
   * Capacity units that the group reserves, 1 to 5,000: enough for its rules, now and later. WAF never changes it, and a web ACL pays for all
   * of it: another number makes another group.
   */
  readonly capacity: number;

  /** The rules, in their order: no managed groups and no rule groups, and at most 4 rate rules. */
  readonly rules: WebFirewallRule[];

  /**
   * What the group is for: 3 to 256 letters, digits, spaces and `+=:#@/-,._`.
   *
   * @default - the template says nothing
   */
  readonly description?: string;

  /**
   * Where callers' addresses come from behind proxies. Two rules then stand before the others, of 3 WCU, which block what comes without the header
   * or not from a proxy.
   *
   * @default - the connection
   */
  readonly forwardedAddress?: ForwardedAddress;
}

/**
 * Rules for the web ACLs of others, or of several: what a team gives to the central team that owns the web ACL of its stages.
 *
 * Creates 1 CloudFormation resource, and uses 1 of the 100 rule groups of an account and Region.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-user-created-rule-groups.html
 */
export class WebFirewallRuleGroup extends Construct implements wafv2.IRuleGroupRef {
  /** ARN of the rule group: what the other team needs. */
  public readonly ruleGroupArn: string;
  /** Reference to the rule group. */
  public readonly ruleGroupRef: wafv2.RuleGroupReference;
  /** Account and Region of the rule group. */
  public readonly env: ResourceEnvironment;
  /** Capacity units that it reserves. */
  public readonly capacity: number;
  /** Name of the rule group and of its metric, unique in the account and Region. */
  public readonly ruleGroupName: string;

  /** @throws ValidationError RuleGroupCapacity, RuleGroupDescription, RuleName, RuleStatement, and what the parts of the rules throw */
  public constructor(scope: Construct, id: string, props: WebFirewallRuleGroupProps) {
    super(scope, id);
    const { capacity } = props;
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 5000) {
      refuse(this, 'RuleGroupCapacity', `a rule group has 1 to 5,000 capacity units, received: ${capacity}`);
    }
    if (props.description !== undefined && !/^[\w+=:#@/,.-][\w+=:#@/,.\s-]{1,254}[\w+=:#@/,.-]$/.test(props.description)) {
      refuse(this, 'RuleGroupDescription', `a rule group is described by 3 to 256 letters, digits, spaces and +=:#@/-,._, received: ${shown(props.description)}`);
    }
    const rules = within(this, () => growing(() => rulesForOthers(props.rules, props.forwardedAddress)));
    const ours = rules.find(({ rule }) => rule.overrideAction !== undefined);
    if (props.rules.length === 0 || ours !== undefined) {
      refuse(this, 'RuleStatement', `a rule group holds rules, and no other groups, received: ${ours?.rule.name ?? 'none'}`);
    }
    this.capacity = capacity;
    this.ruleGroupName = Names.uniqueResourceName(this, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-_' });
    const group = new wafv2.CfnRuleGroup(this, 'Resource', {
      name: this.ruleGroupName,
      scope: 'REGIONAL',
      description: props.description,
      capacity,
      rules: placed(rules).map(inGroup),
      customResponseBodies: bodiesOf(rules),
      visibilityConfig: visibility(this.ruleGroupName),
    });
    const reasons = reasonsOf(rules);
    if (reasons !== undefined) {
      group.addMetadata('cdk-private-api', reasons);
    }
    this.ruleGroupArn = group.attrArn;
    this.ruleGroupRef = group.ruleGroupRef;
    this.env = group.env;
    this.node.addValidation({ validate: () => [...this.tooSmall(group, rules), ...problemsOf(this, group, 'RULE_GROUP')] });
  }

  private tooSmall(group: wafv2.CfnRuleGroup, rules: Parameters<typeof knownGroups>[1]): string[] {
    const groups = knownGroups(this, rules);
    const { units } = capacityOf(this, group, groups);
    return units <= this.capacity ? [] : [problem('RuleGroupCapacity',
      `a rule group reserves what its rules need, received: ${this.capacity} capacity units for ${units} (${perRule(this, group, groups)})`)];
  }
}

/** CDK types the rules of a group apart from those of a web ACL, and does not rename what an action holds. */
function inGroup(rule: wafv2.CfnWebACL.RuleProperty): wafv2.CfnRuleGroup.RuleProperty {
  const { block } = rule.action as wafv2.CfnWebACL.RuleActionProperty;
  const response = (block as wafv2.CfnWebACL.BlockActionProperty | undefined)?.customResponse as wafv2.CfnWebACL.CustomResponseProperty | undefined;
  const headers = response?.responseHeaders as wafv2.CfnWebACL.CustomHTTPHeaderProperty[] | undefined;
  const same = rule as wafv2.CfnRuleGroup.RuleProperty;
  return response === undefined ? same : {
    ...same,
    action: {
      block: {
        CustomResponse: {
          ResponseCode: response.responseCode,
          CustomResponseBodyKey: response.customResponseBodyKey,
          ResponseHeaders: headers?.map(({ name, value }) => ({ Name: name, Value: value })),
        },
      },
    },
  };
}
