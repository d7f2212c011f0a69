import { type IPolicyValidationContext, type PolicyValidationPluginReport, Validations } from 'aws-cdk-lib';
import { type AwsSolutionsChecks, type IApplyRule, type NagPack, type NagRuleResult, NagRuleCompliance } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { Acknowledgement, PackResult } from './facts';

/** A pack of cdk-nag that counts what it looks at and what it passes over because somebody wrote down why. */
export type CountedPack = NagPack & { readonly result: PackResult };

/**
 * Adds the count to a pack.
 *
 * @param onStart called when the synth comes to this pack
 */
export function countedPack(Pack: new () => NagPack, onStart: (result: PackResult) => void = () => {}): CountedPack {
  // NagPack is abstract and its packs are not: for the types, one of them stands for all.
  class Counted extends (Pack as typeof AwsSolutionsChecks) {
    private readonly rules = new Set<string>();
    private readonly applied = new Set<string>();
    private verdicts = 0;
    private readonly acknowledged: Acknowledgement[] = [];

    public get result(): PackResult {
      return {
        name: this.readPackName, rules: this.rules.size, applied: this.applied.size, verdicts: this.verdicts, acknowledged: this.acknowledged,
      };
    }

    public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
      onStart(this.result);
      return super.validate(context);
    }

    protected override applyRule(params: IApplyRule): void {
      const suffix = params.ruleSuffixOverride ?? params.rule.name;
      const rule = `${this.readPackName}-${suffix}`;
      this.rules.add(rule);
      super.applyRule({
        ...params,
        ruleSuffixOverride: suffix,
        rule: (node) => {
          const verdict = this.judge(rule, params);
          if (verdict !== NagRuleCompliance.NOT_APPLICABLE) {
            this.applied.add(rule);
            this.verdicts++;
          }
          for (const id of findingIds(rule, verdict)) {
            const reason = reasonAt(node, id);
            if (reason !== undefined) {
              this.acknowledged.push({ rule: id, path: node.node.path, reason });
            }
          }
          return verdict;
        },
      });
    }

    private judge(rule: string, { rule: judge, node }: IApplyRule): NagRuleResult {
      try {
        return judge(node);
      } catch (error) {
        // A rule that fails on a reference is a finding of its own name, and may be acknowledged like one.
        const reason = reasonAt(node, rule);
        if (reason !== undefined) {
          this.acknowledged.push({ rule, path: node.node.path, reason });
        }
        throw error;
      }
    }
  }
  return new Counted();
}

function findingIds(rule: string, verdict: NagRuleResult): string[] {
  return Array.isArray(verdict) ? verdict.map((finding) => `${rule}[${finding}]`) : verdict === NagRuleCompliance.NON_COMPLIANT ? [rule] : [];
}

/** The reason that was written beside a resource, or above it. */
function reasonAt(node: IConstruct, id: string): string | undefined {
  for (let place: IConstruct | undefined = node; place; place = place.node.scope) {
    for (const { type, data } of place.node.metadata) {
      const reason = type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY ? (data as Record<string, string>)[`Annotation::${id}`] : undefined;
      if (reason !== undefined) {
        return reason;
      }
    }
  }
  return undefined;
}
