import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { RuleError, shown } from '../values/rule-error';

/** The type of a custom response's body. */
export enum ResponseContentType {
  JSON = 'APPLICATION_JSON',
  TEXT = 'TEXT_PLAIN',
  HTML = 'TEXT_HTML',
}

/** What a blocked caller gets in place of API Gateway's 403. */
export interface BlockResponse {
  /** HTTP status: one of those that WAF sends, as 403, 405, 413 or 429. */
  readonly statusCode: number;

  /**
   * The body: at most 4,096 bytes, and 51,200 for a whole web ACL.
   *
   * @default - none
   */
  readonly body?: string;

  /**
   * What the body is.
   *
   * @default ResponseContentType.JSON
   */
  readonly contentType?: ResponseContentType;

  /**
   * Headers, by their names of 1 to 64 characters: at most 10 (100 for a whole web ACL), and never `content-type`. A value is one line of 1 to 255
   * characters.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };
}

// https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-status-codes.html
const STATUS_CODES = [
  200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 412, 413, 414, 415, 416, 421, 429,
  500, 501, 502, 503, 504, 505,
];

/**
 * What a rule does with a request that matches.
 *
 * CAPTCHA and challenge are not here: they put a puzzle or a script before the caller, which a machine does not solve.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html
 */
export class WebFirewallAction {
  /**
   * Blocks the request.
   *
   * @param response what the caller gets; API Gateway's own 403 where it is left out
   * @throws RuleError CustomResponse
   */
  public static block(response?: BlockResponse): WebFirewallAction {
    return new WebFirewallAction('block', response && checked(response));
  }

  /** Counts and logs the request, and goes on with the next rule. */
  public static count(): WebFirewallAction {
    return new WebFirewallAction('count');
  }

  /**
   * Admits the request, whatever its address: no later rule sees it.
   *
   * @param reason why, for the reader of the template (the web ACL's `Metadata` holds it)
   * @throws RuleError ReasonMissing
   */
  public static allow(reason: string): WebFirewallAction {
    if (reason.trim() === '') {
      throw new RuleError('ReasonMissing', `a rule that admits requests past the address list says why, received: ${shown(reason)}`);
    }
    return new WebFirewallAction('allow', undefined, reason);
  }

  private constructor(
    private readonly kind: 'block' | 'count' | 'allow',
    private readonly response?: BlockResponse,
    private readonly reason?: string,
  ) {}

  /** @internal */
  public get _reason(): string | undefined {
    return this.reason;
  }

  /** @internal */
  public get _admits(): boolean {
    return this.kind === 'allow';
  }

  /**
   * The body of the custom response, as the web ACL or rule group holds it.
   *
   * @internal
   */
  public get _body(): wafv2.CfnWebACL.CustomResponseBodyProperty | undefined {
    const { body, contentType = ResponseContentType.JSON } = this.response ?? {};
    return body === undefined ? undefined : { content: body, contentType };
  }

  /**
   * @param bodyKey under which the body is found
   * @param observe whether blocking is only counted
   * @internal
   */
  public _action(bodyKey: string, observe: boolean): wafv2.CfnWebACL.RuleActionProperty {
    if (this.kind === 'count' || this.kind === 'block' && observe) {
      return { count: {} };
    }
    if (this.kind === 'allow') {
      return { allow: {} };
    }
    const { response } = this;
    return response === undefined ? { block: {} } : {
      block: {
        customResponse: {
          responseCode: response.statusCode,
          customResponseBodyKey: response.body === undefined ? undefined : bodyKey,
          responseHeaders: response.headers && Object.entries(response.headers).map(([name, value]) => ({ name, value })),
        },
      },
    };
  }
}

function checked(response: BlockResponse): BlockResponse {
  const { statusCode, body, contentType = ResponseContentType.JSON, headers = {} } = response;
  const refuse = (rule: string, received: unknown): never => {
    throw new RuleError('CustomResponse', `${rule}, received: ${shown(received)}`);
  };
  if (!STATUS_CODES.includes(statusCode)) {
    refuse('a custom response has a status code that WAF sends', statusCode);
  }
  if (body !== undefined && (body === '' || Buffer.byteLength(body) > 4096)) {
    refuse('the body of a custom response has 1 to 4,096 bytes', `${Buffer.byteLength(body)} bytes`);
  }
  if (body !== undefined && contentType === ResponseContentType.JSON && !isJson(body)) {
    refuse('the body of a custom response of this content type is JSON', body);
  }
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (names.length > 10 || names.includes('content-type') || new Set(names).size < names.length || names.some((name) => !/^[a-z0-9._$-]{1,64}$/.test(name))) {
    refuse('a custom response has at most 10 headers of 1 to 64 letters, digits and ._$-, each once, and never content-type', Object.keys(headers));
  }
  const value = Object.values(headers).find((text) => !/^[\x20-\x7e]{1,255}$/.test(text));
  if (value !== undefined) {
    refuse('a header of a custom response is one line of 1 to 255 printable characters', value);
  }
  return response;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
