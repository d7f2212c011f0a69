import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { IAddressList } from './address-list';
import type { ForwardedAddress, ForwardedPosition } from './forwarded-address';
import { RuleError } from '../values/rule-error';

export type Statement = wafv2.CfnWebACL.StatementProperty;

/** What a statement needs of the web firewall or the rule group that it stands in. */
export interface StatementContext {
  /** Where callers' addresses come from, if not from the connection. */
  readonly forwarded?: ForwardedAddress;
}

/** What a rule is rendered for. */
export interface RuleContext extends StatementContext {
  /** Whether the rule counts what it would otherwise block. */
  readonly observe: boolean;
}

/** A rule as WAF takes it, but for its place among the others, and what it needs beside it. */
export interface RenderedRule {
  readonly rule: Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;
  readonly body?: wafv2.CfnWebACL.CustomResponseBodyProperty;
  /** Why something passes that would not pass otherwise. */
  readonly reason?: unknown;
  /** A rule group that it uses and whose capacity somebody said: its ARN, or vendor and name. */
  readonly group?: { readonly reference: string; readonly units: number };
}

/** ARNs of the IP sets of a list: the one place that knows how many there are. */
export function setsOf(list: IAddressList): string[] {
  return [...list.ipv4SetArns, ...list.ipv6SetArns];
}

/** @throws RuleError RuleStatement */
export function anyOf(statements: readonly Statement[]): Statement {
  return joined(statements, (all) => ({ orStatement: { statements: all } }));
}

/** @throws RuleError RuleStatement */
export function allOf(statements: readonly Statement[]): Statement {
  return joined(statements, (all) => ({ andStatement: { statements: all } }));
}

/** The statement does not match. */
export function not(statement: Statement): Statement {
  return { notStatement: { statement } };
}

/** The caller's address is in the IP set. */
export function inSet(arn: string, forwarded?: ForwardedAddress, position?: ForwardedPosition | 'ANY'): Statement {
  return { ipSetReferenceStatement: { arn, ipSetForwardedIpConfig: forwarded?._ofSets(position) } };
}

/** The connection is one of the proxies'. */
export function fromProxies({ proxies }: ForwardedAddress): Statement {
  return anyOf(setsOf(proxies).map((arn) => inSet(arn)));
}

/** WAF refuses AND and OR over one statement. */
function joined(statements: readonly Statement[], join: (statements: Statement[]) => Statement): Statement {
  const [first] = statements;
  if (first === undefined) {
    throw new RuleError('RuleStatement', 'AND and OR join one statement or more, received: none');
  }
  return statements.length === 1 ? first : join([...statements]);
}
