/** What the import did with a part of an OpenAPI document that API Gateway does not take as it stands. */
export enum ImportAction {
  /** It is in the API in another form. */
  REWRITTEN = 'REWRITTEN',
  /** It is not in the API. */
  LEFT_OUT = 'LEFT_OUT',
  /** It is in the API as it was written, but API Gateway does not check it. */
  NOT_ENFORCED = 'NOT_ENFORCED',
  /** The document cannot be imported with it. */
  REFUSED = 'REFUSED',
}

/** One line of the report of an import. */
export interface ImportNote {
  /** JSON pointer (RFC 6901) of the part in the source document. The note speaks for everything below it. */
  readonly pointer: string;
  /** The rule, by its stable name: `docs/openapi.md` lists them all. */
  readonly rule: string;
  /** What became of the part. */
  readonly action: ImportAction;
  /** Whether API Gateway now admits requests that the document forbids, so that the backend must check them. */
  readonly loosens: boolean;
  /** What happened, and why. */
  readonly message: string;
}
