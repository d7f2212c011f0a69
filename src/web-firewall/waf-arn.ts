import { Token } from 'aws-cdk-lib';
import { RuleError, shown } from '../values/rule-error';

/**
 * Refuses an ARN that a regional web ACL cannot use; a reference is taken as it is.
 *
 * @throws RuleError WafArn
 */
export function checkArn(kind: 'ipset' | 'regexpatternset' | 'rulegroup' | 'webacl', arn: string): void {
  if (Token.isUnresolved(arn) || new RegExp(`^arn:[\\w-]+:wafv2:[\\w-]+:\\d{12}:regional/${kind}/[\\w-]+/[\\w-]+$`).test(arn)) {
    return;
  }
  const global = /:global\//.test(arn) ? ', which is for CloudFront' : '';
  throw new RuleError('WafArn', `a stage of API Gateway needs the ARN of a regional ${kind}, received: ${shown(arn)}${global}`);
}
