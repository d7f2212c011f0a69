/** Who manages the web firewall of a stage instead of this library. */
export interface WebFirewallManager {
  /** The team that answers for the web ACL, as in `network-security@example.com`. */
  readonly owner: string;

  /** Why it is managed elsewhere, as a reviewer should read it. */
  readonly reason: string;
}

/** What a web firewall does with a request that no rule admits. */
export class WebFirewallMode {
  /** Blocks it. */
  public static readonly ENFORCE = new WebFirewallMode('ENFORCE');

  /** Counts and logs it, and lets it pass: the way to put a web firewall onto a stage that is in use. */
  public static readonly OBSERVE = new WebFirewallMode('OBSERVE');

  /**
   * Makes no web ACL: Firewall Manager or a central team associates theirs with the stage.
   *
   * @param manager who, and why
   */
  public static managedElsewhere(manager: WebFirewallManager): WebFirewallMode {
    return new WebFirewallMode('MANAGED_ELSEWHERE', manager);
  }

  private constructor(
    /** `ENFORCE`, `OBSERVE` or `MANAGED_ELSEWHERE`. */
    public readonly name: string,
    /**
     * Who manages the web firewall instead.
     *
     * @default - this library makes it
     */
    public readonly manager?: WebFirewallManager,
  ) {}

  /**
   * How a template says who manages the web firewall: for the `Metadata` of a resource, so that its absence can be told from a gap.
   *
   * @internal
   */
  public _metadata(): Record<string, unknown> {
    return this.manager === undefined
      ? {}
      : { 'cdk-private-api:web-firewall': { managedElsewhere: { owner: this.manager.owner, reason: this.manager.reason } } };
  }
}
