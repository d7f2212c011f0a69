/** How an OpenAPI body names one way of proving who is calling: an entry of `components.securitySchemes`. */
export interface SecurityScheme {
  /** The name by which operations refer to it. */
  readonly name: string;
  /** The scheme object with API Gateway's extensions; it may hold tokens. */
  readonly definition: Record<string, unknown>;
}
