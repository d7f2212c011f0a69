/** A request as WAF sees it, for statements that this evaluator knows. */
export interface SeenRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** ARNs of the IP sets that hold the address of the connection. */
  readonly inSets?: readonly string[];
}

/** How much of a body WAF sees. */
const INSPECTED = 16_384;

/** How WAF's transformations change a text: those that this library applies by itself. */
const TRANSFORMATIONS: Record<string, (text: string) => string> = {
  NONE: (text) => text,
  LOWERCASE: (text) => text.toLowerCase(),
  URL_DECODE: (text) => decodeURIComponent(text),
  NORMALIZE_PATH: (text) => text.replace(/\/+/g, '/').split('/').reduce<string[]>((parts, part) => (
    part === '.' ? parts : part === '..' ? parts.slice(0, -1) : [...parts, part]), []).join('/'),
};

/** Whether a statement of a template matches a request, by AWS's description of each kind. A part that is missing does not match. */
export function matches(statement: any, request: SeenRequest): boolean {
  const [[type, body]] = Object.entries<any>(statement) as [[string, any]];
  const part = () => partOf(body, request);
  switch (type) {
    case 'AndStatement': return body.Statements.every((each: any) => matches(each, request));
    case 'OrStatement': return body.Statements.some((each: any) => matches(each, request));
    case 'NotStatement': return !matches(body.Statement, request);
    case 'IPSetReferenceStatement': return request.inSets?.includes(JSON.stringify(body.Arn)) ?? false;
    case 'RegexMatchStatement': return part() !== undefined && new RegExp(body.RegexString).test(part()!);
    case 'ByteMatchStatement': return body.PositionalConstraint === 'EXACTLY' ? part() === body.SearchString : part()?.includes(body.SearchString) ?? false;
    case 'SizeConstraintStatement': {
      const text = part();
      const oversize = body.FieldToMatch.Body && (text?.length ?? 0) > INSPECTED ? body.FieldToMatch.Body.OversizeHandling : 'CONTINUE';
      const seen = body.FieldToMatch.Body ? text?.slice(0, INSPECTED) : text;
      return oversize === 'MATCH' || oversize === 'CONTINUE' && seen !== undefined && body.ComparisonOperator === 'GT' && seen.length > body.Size;
    }
    default: throw new Error(`this evaluator does not know ${type}`);
  }
}

function partOf({ FieldToMatch: field, TextTransformations: transformations }: any, request: SeenRequest): string | undefined {
  const text = 'Method' in field ? request.method : 'UriPath' in field ? request.path : 'QueryString' in field ? request.query
    : 'Body' in field ? request.body : request.headers?.[field.SingleHeader.Name.toLowerCase()];
  return text === undefined ? undefined : transformations.reduce((current: string, { Type }: any) => TRANSFORMATIONS[Type]!(current), text);
}
