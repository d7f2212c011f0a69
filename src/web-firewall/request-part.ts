import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { RuleError, shown } from '../values/rule-error';

/** What WAF does where a part is larger than what it inspects: 16 KB of a body, 8 KB and 200 entries of headers or cookies. */
export enum Oversize {
  /** It looks at what it has. What stands behind passes unseen. */
  CONTINUE = 'CONTINUE',
  /** The statement matches. */
  MATCH = 'MATCH',
  /** The statement does not match. */
  NO_MATCH = 'NO_MATCH',
}

/** Which side of headers, cookies or JSON members is inspected. */
export enum KeysOrValues {
  ALL = 'ALL',
  KEY = 'KEY',
  VALUE = 'VALUE',
}

/** Which headers or cookies are inspected. */
export interface NamedPartsOptions {
  /**
   * Only these: 1 to 199.
   *
   * @default - all
   */
  readonly included?: string[];

  /**
   * All but these, 1 to 199; not together with `included`.
   *
   * @default - none is left out
   */
  readonly excluded?: string[];

  /**
   * Names, values or both.
   *
   * @default KeysOrValues.ALL
   */
  readonly scope?: KeysOrValues;

  /** What happens where there is more than WAF inspects. */
  readonly oversize: Oversize;
}

/** Which part of a JSON body is inspected. */
export interface JsonBodyOptions {
  /**
   * JSON pointers of the members that are inspected, as in `/payment/iban`: 1 to 512 characters each.
   *
   * @default - all
   */
  readonly includedPaths?: string[];

  /**
   * Names, values or both.
   *
   * @default KeysOrValues.ALL
   */
  readonly scope?: KeysOrValues;

  /** What happens where the body is larger than WAF inspects. */
  readonly oversize: Oversize;
}

/**
 * The part of a request that a statement inspects. A request that lacks the part does not match.
 *
 * WAF's JA3 and JA4 fingerprints and URI fragments are not here: they are there for CloudFront and Application Load Balancers only.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html
 */
export class RequestPart {
  /** The method, as in `GET`. */
  public static readonly METHOD = new RequestPart({ method: {} });

  /** The path as the caller wrote it, stage or base path included: percent-encoded unless a transformation decodes it. */
  public static readonly URI_PATH = new RequestPart({ uriPath: {} });

  /** Everything behind the `?`. */
  public static readonly QUERY_STRING = new RequestPart({ queryString: {} });

  /** The value of every query parameter. 10 WCU more. */
  public static readonly ALL_QUERY_ARGUMENTS = new RequestPart({ allQueryArguments: {} });

  /**
   * The value of one header, by its name in any case: 1 to 64 characters.
   *
   * @throws RuleError RequestPart
   */
  public static header(name: string): RequestPart {
    checkName('header', name);
    return new RequestPart({ singleHeader: { Name: name } });
  }

  /**
   * Headers, cookies included.
   *
   * @throws RuleError RequestPart
   */
  public static headers(options: NamedPartsOptions): RequestPart {
    const { all, included, excluded } = pattern('header', options);
    return new RequestPart({
      headers: { matchPattern: { all, includedHeaders: included, excludedHeaders: excluded }, matchScope: options.scope ?? 'ALL', oversizeHandling: options.oversize },
    });
  }

  /** The names of all headers in their order, joined by `:`. */
  public static headerOrder(oversize: Oversize): RequestPart {
    return new RequestPart({ headerOrder: { oversizeHandling: oversize } });
  }

  /**
   * Cookies.
   *
   * @throws RuleError RequestPart
   */
  public static cookies(options: NamedPartsOptions): RequestPart {
    const { all, included, excluded } = pattern('cookie', options);
    return new RequestPart({
      cookies: { matchPattern: { all, includedCookies: included, excludedCookies: excluded }, matchScope: options.scope ?? 'ALL', oversizeHandling: options.oversize },
    });
  }

  /**
   * The value of one query parameter, by its name in any case: 1 to 30 characters.
   *
   * @throws RuleError RequestPart
   */
  public static queryArgument(name: string): RequestPart {
    checkName('query parameter', name, 30);
    return new RequestPart({ singleQueryArgument: { Name: name } });
  }

  /** The first 16 KB of the body, as plain text. */
  public static body(oversize: Oversize): RequestPart {
    return new RequestPart({ body: { oversizeHandling: oversize } });
  }

  /**
   * The first 16 KB of the body, read as JSON; a body that is no JSON matches. Doubles what the statement costs.
   *
   * @throws RuleError RequestPart
   */
  public static jsonBody(options: JsonBodyOptions): RequestPart {
    const wrong = options.includedPaths?.find((path) => path.length > 512 || !/^(\/([^~/]|~[01])*)+$/.test(path));
    if (wrong !== undefined || options.includedPaths?.length === 0) {
      throw new RuleError('RequestPart', `members of a JSON body are named by JSON pointers, as in /payment/iban, received: ${shown(wrong ?? [])}`);
    }
    return new RequestPart({
      jsonBody: {
        matchPattern: options.includedPaths === undefined ? { all: {} } : { includedPaths: options.includedPaths },
        matchScope: options.scope ?? 'ALL',
        invalidFallbackBehavior: 'MATCH',
        oversizeHandling: options.oversize,
      },
    });
  }

  private constructor(private readonly field: wafv2.CfnWebACL.FieldToMatchProperty) {}

  /** @internal */
  public _field(): wafv2.CfnWebACL.FieldToMatchProperty {
    return this.field;
  }
}

/** @throws RuleError RequestPart */
export function checkName(kind: string, name: string, longest = 64): void {
  if (name.trim() === '' || name.length > longest) {
    throw new RuleError('RequestPart', `a ${kind} that is inspected has a name of 1 to ${longest} characters, received: ${shown(name)}`);
  }
}

function pattern(kind: 'header' | 'cookie', { included, excluded }: NamedPartsOptions): { all?: object; included?: string[]; excluded?: string[] } {
  const names = included ?? excluded ?? [];
  if (names.length > 199) {
    throw new RuleError('RequestPart', `a statement names at most 199 ${kind}s, received: ${names.length}`);
  }
  names.forEach((name) => checkName(kind, name, kind === 'cookie' ? 60 : 64));
  if (included !== undefined && excluded !== undefined || included?.length === 0 || excluded?.length === 0) {
    throw new RuleError('RequestPart',
      `headers and cookies are inspected all, only some, or all but some, received: included ${JSON.stringify(included)}, excluded ${JSON.stringify(excluded)}`);
  }
  return included ? { included } : excluded ? { excluded } : { all: {} };
}
