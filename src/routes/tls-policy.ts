/**
 * Which TLS versions and cipher suites an API accepts from its callers.
 *
 * The 2025 policies need an endpoint access mode. In the mode BASIC every name of the API works; `strict()` demands that SNI and
 * `Host` agree, so that a private API answers to private DNS names and private custom domains only, not to an endpoint's own
 * name with a `Host` or `x-apigw-api-id` header. A change takes about 15 minutes to act.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
 */
export class TlsPolicy {
  /** TLS 1.2 and 1.3, cipher suites without forward secrecy included: what private APIs have by default, callable by every client. */
  public static readonly TLS_1_2 = new TlsPolicy('TLS_1_2', false);
  /** TLS 1.2 and 1.3 of 2021, without the weak suites. */
  public static readonly TLS_1_2_2021 = new TlsPolicy('SecurityPolicy_TLS13_1_2_2021_06', true);
  /** TLS 1.2 and 1.3, post-quantum key exchange offered. */
  public static readonly TLS_1_2_POST_QUANTUM = new TlsPolicy('SecurityPolicy_TLS13_1_2_PQ_2025_09', true);
  /** TLS 1.2 and 1.3 with forward secrecy only, post-quantum key exchange offered. */
  public static readonly TLS_1_2_FORWARD_SECRECY = new TlsPolicy('SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', true);
  /** TLS 1.2 and 1.3 with forward secrecy only, FIPS-validated cryptography, post-quantum key exchange offered. */
  public static readonly TLS_1_2_FIPS = new TlsPolicy('SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09', true);
  /** TLS 1.3 only. */
  public static readonly TLS_1_3 = new TlsPolicy('SecurityPolicy_TLS13_1_3_2025_09', true);
  /** TLS 1.3 only, FIPS-validated cryptography. */
  public static readonly TLS_1_3_FIPS = new TlsPolicy('SecurityPolicy_TLS13_1_3_FIPS_2025_09', true);

  /** Name of the security policy, as API Gateway spells it. */
  public readonly securityPolicy: string;
  /** Whether SNI and `Host` must agree. */
  public readonly isStrict: boolean;
  private readonly takesAccessMode: boolean;

  private constructor(securityPolicy: string, takesAccessMode: boolean, isStrict: boolean = false) {
    this.securityPolicy = securityPolicy;
    this.takesAccessMode = takesAccessMode;
    this.isStrict = isStrict;
  }

  /** The same policy in the access mode STRICT. `TLS_1_2` has no such mode: an API refuses it. */
  public strict(): TlsPolicy {
    return new TlsPolicy(this.securityPolicy, this.takesAccessMode, true);
  }

  /**
   * The endpoint access mode that goes with the policy.
   *
   * @default - none: `TLS_1_2` has no such mode
   */
  public get endpointAccessMode(): string | undefined {
    return this.takesAccessMode ? (this.isStrict ? 'STRICT' : 'BASIC') : undefined;
  }
}
