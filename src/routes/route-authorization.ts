/** What a route asks of the access token of its caller. */
export class RouteAuthorization {
  /**
   * The caller's access token holds at least one of these scopes.
   *
   * @param scopes one or more, written `RESOURCE-SERVER/NAME`
   */
  public static scopes(...scopes: string[]): RouteAuthorization {
    return new RouteAuthorization(scopes);
  }

  /**
   * No token is asked for: whoever the network, the web firewall and the resource policy let through may call the route.
   *
   * @param reason why this is right, for the reader of the template (its `Metadata` holds it)
   */
  public static open(reason: string): RouteAuthorization {
    return new RouteAuthorization([], reason);
  }

  private constructor(
    /** The scopes of which a token must hold one; empty for an open route. */
    public readonly requiredScopes: string[],
    /**
     * Why the route is open.
     *
     * @default - it asks for a token
     */
    public readonly openReason?: string,
  ) {}
}

/**
 * Whether a route asks for an API key. A key meters its caller (usage plan); it does not authenticate anybody.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class RouteApiKey {
  /** The caller sends a key of a usage plan in the header `x-api-key`. */
  public static required(): RouteApiKey {
    return new RouteApiKey();
  }

  /**
   * No key is asked for: no usage plan limits the calls of this route, only the throttles of route and stage do.
   *
   * @param reason why this is right, for the reader of the template (its `Metadata` holds it)
   */
  public static none(reason: string): RouteApiKey {
    return new RouteApiKey(reason);
  }

  private constructor(
    /**
     * Why no key is asked for.
     *
     * @default - one is
     */
    public readonly noneReason?: string,
  ) {}
}
