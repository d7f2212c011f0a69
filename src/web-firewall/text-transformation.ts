/**
 * What WAF does to a part of a request before it looks at it, in the order in which the transformations are named. 10 WCU each.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export enum TextTransformation {
  BASE64_DECODE = 'BASE64_DECODE',
  BASE64_DECODE_EXT = 'BASE64_DECODE_EXT',
  CMD_LINE = 'CMD_LINE',
  CMD_LINE_UNIX = 'CMD_LINE_UNIX',
  CMD_LINE_WIN = 'CMD_LINE_WIN',
  COMPRESS_WHITE_SPACE = 'COMPRESS_WHITE_SPACE',
  CSS_DECODE = 'CSS_DECODE',
  ESCAPE_SEQ_DECODE = 'ESCAPE_SEQ_DECODE',
  HEX_DECODE = 'HEX_DECODE',
  HTML_ENTITY_DECODE = 'HTML_ENTITY_DECODE',
  JS_DECODE = 'JS_DECODE',
  JS_DECODE_EXT = 'JS_DECODE_EXT',
  LOWERCASE = 'LOWERCASE',
  MD5 = 'MD5',
  NORMALIZE_PATH = 'NORMALIZE_PATH',
  NORMALIZE_PATH_WIN = 'NORMALIZE_PATH_WIN',
  REMOVE_COMMENTS_CHAR = 'REMOVE_COMMENTS_CHAR',
  REMOVE_NULLS = 'REMOVE_NULLS',
  REMOVE_WHITESPACE = 'REMOVE_WHITESPACE',
  REPLACE_COMMENTS = 'REPLACE_COMMENTS',
  REPLACE_NULLS = 'REPLACE_NULLS',
  SHA256 = 'SHA256',
  SQL_HEX_DECODE = 'SQL_HEX_DECODE',
  TRIM = 'TRIM',
  TRIM_LEFT = 'TRIM_LEFT',
  TRIM_RIGHT = 'TRIM_RIGHT',
  UPPERCASE = 'UPPERCASE',
  URL_DECODE = 'URL_DECODE',
  URL_DECODE_UNI = 'URL_DECODE_UNI',
  UTF8_TO_UNICODE = 'UTF8_TO_UNICODE',
}

/** The transformations as WAF takes them: numbered, and one that does nothing where there is none. */
export function numbered(transformations: readonly TextTransformation[] = []): { priority: number; type: string }[] {
  const types: string[] = transformations.length === 0 ? ['NONE'] : [...transformations];
  return types.map((type, priority) => ({ priority, type }));
}
