import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { IAddressList } from './address-list';
import { type Statement, type StatementContext, allOf, anyOf, inSet, not, setsOf } from './rendering';
import type { RequestPart } from './request-part';
import { type TextTransformation, numbered } from './text-transformation';
import { checkArn } from './waf-arn';
import { RuleError, shown } from '../values/rule-error';
import { checkPattern } from '../values/waf-pattern';

/** How a part of a request is prepared before a statement inspects it. */
export interface InspectOptions {
  /**
   * What is done to the part first, in this order: at most 10, of 10 WCU each.
   *
   * @default - nothing: the part is inspected as the caller wrote it
   */
  readonly transformations?: TextTransformation[];
}

/** Where a searched text stands in the inspected part. */
export enum TextPosition {
  EXACTLY = 'EXACTLY',
  STARTS_WITH = 'STARTS_WITH',
  ENDS_WITH = 'ENDS_WITH',
  /** Anywhere: 10 WCU in place of 2. */
  CONTAINS = 'CONTAINS',
  /** As a word of letters, digits and `_`, with something else around it: 10 WCU in place of 2. */
  CONTAINS_WORD = 'CONTAINS_WORD',
}

/** How the size of a part, in bytes, compares. */
export enum SizeComparison {
  EQ = 'EQ',
  NE = 'NE',
  LT = 'LT',
  LE = 'LE',
  GT = 'GT',
  GE = 'GE',
}

/** How eagerly WAF takes something for SQL. */
export enum SqlSensitivity {
  /** 20 WCU. */
  LOW = 'LOW',
  /** More attacks, and more that is none: 30 WCU. */
  HIGH = 'HIGH',
}

/**
 * What a rule looks for in a request: every kind of statement that AWS WAF has for a stage of a REST API.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements.html
 */
export class WebFirewallStatement {
  /** The caller's address is in one of the lists. 1 WCU for each IP set. */
  public static addresses(...lists: IAddressList[]): WebFirewallStatement {
    return new WebFirewallStatement(({ forwarded }) => anyOf(lists.flatMap(setsOf).map((arn) => inSet(arn, forwarded))));
  }

  /**
   * The caller's address is in an IP set that exists, by its ARN. 1 WCU.
   *
   * @throws RuleError WafArn
   */
  public static ipSet(ipSetArn: string): WebFirewallStatement {
    checkArn('ipset', ipSetArn);
    return new WebFirewallStatement(({ forwarded }) => inSet(ipSetArn, forwarded));
  }

  /** The caller's public address is of one of these countries (ISO 3166, two letters): 1 to 50. A private address is of none. 1 WCU. */
  public static countries(...countryCodes: string[]): WebFirewallStatement {
    const wrong = countryCodes.find((code) => !/^[A-Z]{2}$/.test(code));
    if (wrong !== undefined || countryCodes.length === 0) {
      throw new RuleError('CountryCodes', `a rule names countries by two capital letters, as in DE, received: ${shown(wrong ?? countryCodes)}`);
    }
    return new WebFirewallStatement(({ forwarded }) => ({ geoMatchStatement: { countryCodes, forwardedIpConfig: forwarded?._ofFirst('NO_MATCH') } }));
  }

  /** The caller's public address belongs to one of these networks (autonomous system numbers): 1 to 100. 1 WCU. */
  public static networks(...numbers: number[]): WebFirewallStatement {
    const wrong = numbers.find((number) => !Number.isInteger(number) || number < 0 || number > 4_294_967_295);
    if (wrong !== undefined || numbers.length === 0 || numbers.length > 100) {
      throw new RuleError('NetworkNumbers',
        `a rule names 1 to 100 networks by whole numbers of 0 to 4,294,967,295, received: ${wrong ?? `${numbers.length} numbers`}`);
    }
    return new WebFirewallStatement(({ forwarded }) => ({
      asnMatchStatement: { asnList: numbers, forwardedIpConfig: forwarded?._ofFirst('NO_MATCH') },
    }));
  }

  /** A rule before this one gave the request the label, as in `internal` or `awswaf:managed:aws:core-rule-set:NoUserAgent_Header`. 1 WCU. */
  public static label(key: string): WebFirewallStatement {
    return new WebFirewallStatement(label('LABEL', key));
  }

  /** A rule before this one gave the request a label of the namespace, as in `awswaf:managed:aws:core-rule-set:`. 1 WCU. */
  public static labelNamespace(namespace: string): WebFirewallStatement {
    return new WebFirewallStatement(label('NAMESPACE', namespace));
  }

  /**
   * A part of the request is larger or smaller than a number of bytes. 1 WCU.
   *
   * @param bytes 0 to 21,474,836,480; what stands behind the first 16 KB of a body is not counted
   */
  public static size(part: RequestPart, comparison: SizeComparison, bytes: number, options: InspectOptions = {}): WebFirewallStatement {
    if (!Number.isInteger(bytes) || bytes < 0 || bytes > 21_474_836_480) {
      throw new RuleError('RequestSize', `a size is a whole number of bytes, 0 to 21,474,836,480, received: ${bytes}`);
    }
    return new WebFirewallStatement(() => ({
      sizeConstraintStatement: { ...inspected(part, options), comparisonOperator: comparison, size: bytes },
    }));
  }

  /**
   * A part of the request holds a text. 2 or 10 WCU.
   *
   * @param search 1 to 200 bytes
   */
  public static text(part: RequestPart, position: TextPosition, search: string, options: InspectOptions = {}): WebFirewallStatement {
    const size = Buffer.byteLength(search);
    if (size === 0 || size > 200) {
      throw new RuleError('SearchString', `a statement looks for 1 to 200 bytes, received: ${size} bytes`);
    }
    if (position === TextPosition.CONTAINS_WORD && !/^\w+$/.test(search)) {
      throw new RuleError('SearchString', `a word that is looked for has letters, digits and _ only, received: ${shown(search)}`);
    }
    return new WebFirewallStatement(() => ({
      byteMatchStatement: { ...inspected(part, options), positionalConstraint: position, searchString: search },
    }));
  }

  /**
   * A part of the request matches a regular expression. 3 WCU.
   *
   * @param pattern 1 to 200 characters, of the PCRE kind that WAF takes
   * @throws RuleError RegexPattern
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-regex-pattern-support.html
   */
  public static regex(part: RequestPart, pattern: string, options: InspectOptions = {}): WebFirewallStatement {
    checkPattern(pattern);
    return new WebFirewallStatement(() => ({ regexMatchStatement: { ...inspected(part, options), regexString: pattern } }));
  }

  /**
   * A part of the request matches one pattern of a set, by its ARN: that of a `PatternSet`, or one that exists. 25 WCU.
   *
   * @throws RuleError WafArn
   */
  public static patternSet(part: RequestPart, patternSetArn: string, options: InspectOptions = {}): WebFirewallStatement {
    checkArn('regexpatternset', patternSetArn);
    return new WebFirewallStatement(() => ({
      regexPatternSetReferenceStatement: { ...inspected(part, options), arn: patternSetArn },
    }));
  }

  /** A part of the request looks like SQL. */
  public static sqlInjection(part: RequestPart, sensitivity: SqlSensitivity, options: InspectOptions = {}): WebFirewallStatement {
    return new WebFirewallStatement(() => ({ sqliMatchStatement: { ...inspected(part, options), sensitivityLevel: sensitivity } }));
  }

  /** A part of the request looks like a script for a browser. 40 WCU. */
  public static crossSiteScripting(part: RequestPart, options: InspectOptions = {}): WebFirewallStatement {
    return new WebFirewallStatement(() => ({ xssMatchStatement: inspected(part, options) }));
  }

  /** All statements match. */
  public static allOf(...statements: WebFirewallStatement[]): WebFirewallStatement {
    return new WebFirewallStatement((context) => allOf(statements.map((each) => each._render(context))));
  }

  /** One statement matches, or more. */
  public static anyOf(...statements: WebFirewallStatement[]): WebFirewallStatement {
    return new WebFirewallStatement((context) => anyOf(statements.map((each) => each._render(context))));
  }

  /** The statement does not match. */
  public static not(statement: WebFirewallStatement): WebFirewallStatement {
    return new WebFirewallStatement((context) => not(statement._render(context)));
  }

  private constructor(private readonly render: (context: StatementContext) => Statement) {}

  /** @internal */
  public _render(context: StatementContext): Statement {
    return this.render(context);
  }
}

function inspected(part: RequestPart, { transformations }: InspectOptions): wafv2.CfnWebACL.XssMatchStatementProperty {
  return { fieldToMatch: part._field(), textTransformations: numbered(transformations) };
}

function label(scope: string, key: string): () => Statement {
  if (!/^[\w:-]{1,1024}$/.test(key)) {
    throw new RuleError('RuleLabel', `a label is 1 to 1,024 letters, digits, _ and -, its namespaces set off by colons, received: ${shown(key)}`);
  }
  return () => ({ labelMatchStatement: { scope, key } });
}
