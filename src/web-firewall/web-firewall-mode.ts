import { parseDay } from '../values/day';
import { RuleError, shown } from '../values/rule-error';

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

  /** Counts and logs it, and lets it pass: the way to put a web firewall onto a stage that is in use. `observeUntil` gives it an end. */
  public static readonly OBSERVE = new WebFirewallMode('OBSERVE');

  /**
   * Counts and logs it, and lets it pass, until a day that checks hold the team to. Nothing changes by itself on that day: a synth warns
   * from then on.
   *
   * @param until the last day, an ISO date (`YYYY-MM-DD`, UTC)
   * @param reason why it takes so long, as a reviewer should read it
   * @throws RuleError ObserveEnd
   */
  public static observeUntil(until: string, reason?: string): WebFirewallMode {
    if (parseDay(until) === undefined) {
      throw new RuleError('ObserveEnd', `observing ends on an ISO date (YYYY-MM-DD), received: ${shown(until)}`);
    }
    return new WebFirewallMode('OBSERVE', undefined, until, reason);
  }

  /**
   * Makes no web ACL: Firewall Manager or a central team associates theirs with the stage.
   *
   * @param manager who, and why
   * @throws RuleError WebFirewallManagedElsewhere
   */
  public static managedElsewhere(manager: WebFirewallManager): WebFirewallMode {
    const { owner, reason } = manager;
    if (owner.trim() === '' || reason.trim() === '') {
      throw new RuleError('WebFirewallManagedElsewhere', `a web firewall that is managed elsewhere says by whom and why, received: owner "${owner}", reason "${reason}"`);
    }
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
    /**
     * The last day of observing.
     *
     * @default - there is none, or it does not observe
     */
    public readonly until?: string,
    private readonly reason?: string,
  ) {}

  /** Whether it counts what it would block. */
  public get observes(): boolean {
    return this.name === 'OBSERVE';
  }

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

  /**
   * How a template says until when the web ACL only counts.
   *
   * @internal
   */
  public get _end(): { until: string; reason?: string } | undefined {
    return this.until === undefined ? undefined : { until: this.until, ...this.reason === undefined ? {} : { reason: this.reason } };
  }
}
