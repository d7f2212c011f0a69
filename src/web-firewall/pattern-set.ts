import type { ResourceEnvironment } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { refuse, within } from '../validation';
import { checkPattern } from '../values/waf-pattern';

/** Properties of a `PatternSet`. */
export interface PatternSetProps {
  /** 1 to 10 regular expressions of 1 to 200 characters, of the PCRE kind that WAF takes. */
  readonly patterns: string[];
}

/**
 * Regular expressions that several rules look for: 1 CloudFormation resource, of no charge, of the 10 pattern sets of an account and Region.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-regex-pattern-set-managing.html
 */
export class PatternSet extends Construct implements wafv2.IRegexPatternSetRef {
  /** ARN of the pattern set. */
  public readonly patternSetArn: string;
  /** Reference to the pattern set. */
  public readonly regexPatternSetRef: wafv2.RegexPatternSetReference;
  /** Account and Region of the pattern set. */
  public readonly env: ResourceEnvironment;

  /** @throws ValidationError PatternSet, RegexPattern */
  public constructor(scope: Construct, id: string, { patterns }: PatternSetProps) {
    super(scope, id);
    if (patterns.length === 0 || patterns.length > 10 || new Set(patterns).size < patterns.length) {
      refuse(this, 'PatternSet', `a pattern set has 1 to 10 regular expressions, each once, received: ${patterns.length}`);
    }
    within(this, () => patterns.forEach(checkPattern));
    const set = new wafv2.CfnRegexPatternSet(this, 'Resource', { scope: 'REGIONAL', regularExpressionList: patterns });
    this.patternSetArn = set.attrArn;
    this.regexPatternSetRef = set.regexPatternSetRef;
    this.env = set.env;
  }
}
