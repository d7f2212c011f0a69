import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { problem, refuse } from '../validation';
import { objectOf, child, listOf, lowerKeys, statementsOf } from '../values/waf-json';

/** Where something of WAF's is, as far as it is known. */
interface Place {
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
}

const IN_ARN = /^arn:[\w-]+:wafv2:([\w-]+):(\d{12}):/;

/** Where the CDK puts what one Region reads of another. */
const CROSS_REGION = '/cdk/exports/';

/** What rules refer to and WAF would not find: it looks in the account and Region of the rules. Rule groups may be shared by another account. */
export function elsewhere(scope: IConstruct, rules: unknown): string[] {
  const statements = listOf(lowerKeys(rules)).flatMap((rule) => statementsOf(child(rule, 'statement')));
  return statements.flatMap(({ type, body }) => {
    const place = placeOf(body.arn);
    const isShared = type === 'rulegroupreferencestatement';
    return place === undefined || isHere(scope, isShared ? { ...place, account: undefined } : place) ? [] : [problem('WafElsewhere',
      `rules refer to ${isShared ? 'rule groups of their own Region' : 'sets of their own account and Region'} (${home(scope)}), received: ${place.name}`)];
  });
}

/** Refuses the ARN of a web ACL that no stage of the scope can have. */
export function checkWebAclHome(scope: IConstruct, webAclArn: string): void {
  const place = placeOf(webAclArn);
  if (place !== undefined && !isHere(scope, place)) {
    refuse(scope, 'WafElsewhere', `a stage has a web ACL of its own account and Region (${home(scope)}), received: ${place.name}`);
  }
}

/** Of an ARN in letters, or of what the CDK writes for a resource of a stack that is elsewhere. */
function placeOf(arn: unknown): Place | undefined {
  if (typeof arn === 'string') {
    const [, region, account] = IN_ARN.exec(arn) ?? [];
    return region === undefined ? undefined : { name: arn, region, account };
  }
  const [, attribute] = [objectOf(arn)['fn::getatt']].flat();
  if (typeof attribute === 'string' && attribute.startsWith(CROSS_REGION)) {
    return { name: `one of another Region, as ${attribute}`, region: '' };
  }
  const output = child(objectOf(arn), 'fn::getstackoutput');
  const [account] = /(?<=:iam::)\d{12}(?=:)/.exec(JSON.stringify(output.rolearn ?? '')) ?? [];
  return Object.keys(output).length === 0 ? undefined : {
    name: `one of the stack ${String(output.stackname)}${typeof output.region === 'string' ? ` in ${output.region}` : ''}`,
    ...typeof output.region === 'string' ? { region: output.region } : {},
    ...account === undefined ? {} : { account },
  };
}

function isHere(scope: IConstruct, { region, account }: Place): boolean {
  const ours = Stack.of(scope);
  const agrees = (known: string, named: string | undefined): boolean => named === undefined || Token.isUnresolved(known) || known === named;
  return agrees(ours.region, region) && agrees(ours.account, account);
}

function home(scope: IConstruct): string {
  const { account, region } = Stack.of(scope);
  return [account, region].filter((part) => !Token.isUnresolved(part)).join(', ');
}
