import { Token } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { IConstruct, IMixin } from 'constructs';
import type { ForwardedAddress } from './forwarded-address';
import { watchVersion } from './managed-version';
import type { RenderedRule } from './rendering';
import type { WebFirewallRule } from './rule';
import { bodiesOf, growing, placed, reasonsOf, rulesForOthers } from './rules';
import { knownGroups, webAclProblems } from './web-acl-capacity';
import { refuse, within } from '../validation';

/** Where the rules of a `RulesMixin` go. */
export interface RulesMixinOptions {
  /**
   * The priority of the first rule, a whole number from 0; the others follow. No rule of the web ACL has one of these priorities: theirs
   * stay as they are.
   */
  readonly firstPriority: number;

  /**
   * Where callers' addresses come from behind proxies. Two rules then stand before the others, which block what comes without the header or not
   * from a proxy.
   *
   * @default - the connection
   */
  readonly forwardedAddress?: ForwardedAddress;

  /**
   * The topic that hears of it 30 days before a managed rule group's version expires: an alarm below the web ACL. Its policy must admit CloudWatch.
   *
   * @default - nobody: a warning, where a version is named
   */
  readonly versionAlarmTopic?: sns.ITopicRef;
}

const LAST_PRIORITY = 2_147_483_647;

/**
 * Adds rules to a web ACL that others made, by CDK's mixins: `webAcl.with(new RulesMixin([...], { firstPriority: 0 }))`.
 *
 * It changes a `CfnWebACL` once. One that is imported is refused, and so is one whose rules are not in the template when it is applied, as
 * those of a `WebFirewall`: `addRule` is for that.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/mixins.html
 */
export class RulesMixin implements IMixin {
  private readonly changed = new Set<IConstruct>();

  public constructor(private readonly rules: WebFirewallRule[], private readonly options: RulesMixinOptions) {}

  /** Whether it is for the construct: a `CfnWebACL`, or an imported web ACL, which it refuses. */
  public supports(construct: IConstruct): boolean {
    return 'webAclRef' in construct;
  }

  /** @throws ValidationError MixinTarget, RuleName, CustomResponse, RuleStatement */
  public applyTo(construct: IConstruct): void {
    if (!wafv2.CfnWebACL.isCfnWebACL(construct)) {
      return refuse(construct, 'MixinTarget', `a mixin changes a web ACL that an app makes, received: "${construct.node.path}", which is imported`);
    }
    if (this.changed.has(construct)) {
      refuse(construct, 'MixinTarget', `a mixin is applied to a web ACL once, received: "${construct.node.path}" again`);
    }
    this.changed.add(construct);
    if (construct.scope === 'CLOUDFRONT') {
      refuse(construct, 'MixinTarget', `rules for an API go into a regional web ACL, received: "${construct.node.path}", which is for CloudFront`);
    }
    const { firstPriority, forwardedAddress, versionAlarmTopic } = this.options;
    const rendered = within(construct, () => growing(() => rulesForOthers(this.rules, forwardedAddress)));
    const theirs = this.theirRules(construct);
    const added = placed(rendered, firstPriority);
    const taken = theirs.find(({ priority }) => added.some((rule) => rule.priority === priority));
    if (!Number.isInteger(firstPriority) || firstPriority < 0 || firstPriority + added.length - 1 > LAST_PRIORITY || taken !== undefined) {
      refuse(construct, 'MixinTarget', 'rules are added at priorities that no rule of the web ACL has, whole numbers from 0 to 2,147,483,647, received: '
        + (taken === undefined ? `${firstPriority} for ${added.length} rules` : `${taken.priority}, which ${taken.name} has`));
    }
    if (added.length === 0) {
      refuse(construct, 'MixinTarget', 'a mixin adds one rule or more, received: none');
    }
    construct.rules = [...theirs, ...added];
    this.addBodies(construct, rendered);
    this.addReasons(construct, rendered);
    this.rules.forEach(({ _group: group }) => group && watchVersion(construct, group, versionAlarmTopic));
    construct.node.addValidation({ validate: () => webAclProblems(construct, construct, knownGroups(construct, rendered)) });
  }

  private theirRules(webAcl: wafv2.CfnWebACL): wafv2.CfnWebACL.RuleProperty[] {
    const rules = webAcl.rules ?? [];
    if (!Array.isArray(rules) || rules.some((rule) => Token.isUnresolved(rule))) {
      return refuse(webAcl, 'MixinTarget',
        `rules are added to a web ACL whose rules are known when the mixin is applied, received: "${webAcl.node.path}", whose rules are not`);
    }
    return rules as wafv2.CfnWebACL.RuleProperty[];
  }

  private addReasons(webAcl: wafv2.CfnWebACL, rendered: readonly RenderedRule[]): void {
    const ours = reasonsOf(rendered);
    if (ours !== undefined) {
      const theirs = webAcl.getMetadata('cdk-private-api') as ReturnType<typeof reasonsOf>;
      webAcl.addMetadata('cdk-private-api', { ...theirs, reasons: { ...theirs?.reasons, ...ours.reasons } });
    }
  }

  private addBodies(webAcl: wafv2.CfnWebACL, rendered: readonly RenderedRule[]): void {
    const bodies = bodiesOf(rendered);
    if (bodies === undefined) {
      return;
    }
    const theirs = webAcl.customResponseBodies ?? {};
    const taken = Object.keys(bodies).find((key) => Object.hasOwn(theirs, key));
    if (Token.isUnresolved(theirs) || taken !== undefined) {
      refuse(webAcl, 'MixinTarget', `bodies are added under keys that the web ACL does not have, received: ${taken ?? 'bodies that are not known when the mixin is applied'}`);
    }
    webAcl.customResponseBodies = { ...theirs, ...bodies };
  }
}
