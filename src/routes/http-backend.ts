import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type RouteKey, pathParameters } from '../values/route';
import { RuleError, shown } from '../values/rule-error';

/** Where a private HTTP backend listens. */
export interface HttpBackendOptions {
  /** The VPC link V2, the way into the backend's VPC: a `BackendLink`, or any L1, L2 or import. */
  readonly link: apigatewayv2.IVpcLinkRef;

  /** The internal Application or Network Load Balancer in front of the backend: any L1, L2 or import. */
  readonly loadBalancer: elbv2.ILoadBalancerRef;

  /** The name that the backend's certificate carries, and that the backend receives as `Host`: as in `payments.internal.example.com`. */
  readonly serverName: string;

  /**
   * The listener's port.
   *
   * @default - 443, and 80 for plain HTTP
   */
  readonly port?: number;

  /**
   * What stands before the route's path in the request to the backend, as in `/v1`.
   *
   * @default - nothing: the backend gets the route's path
   */
  readonly basePath?: string;
}

/**
 * A backend behind an internal load balancer, reached through a VPC link V2 by HTTP proxy integration: path parameters, query,
 * headers and body reach it as the caller sent them, the caller's token and API key included.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export class HttpBackend {
  /** A backend whose listener speaks TLS, with a certificate that API Gateway can verify. */
  public static https(options: HttpBackendOptions): HttpBackend {
    return new HttpBackend('https', options);
  }

  /**
   * A backend without TLS: tokens, keys and bodies cross the VPC in the clear.
   *
   * @param reason why this is right, for the reader of the template (its `Metadata` holds it)
   */
  public static plainHttp(options: HttpBackendOptions, reason: string): HttpBackend {
    return new HttpBackend('http', options, reason);
  }

  private constructor(
    private readonly scheme: string,
    private readonly options: HttpBackendOptions,
    /**
     * Why the backend has no TLS.
     *
     * @default - it has TLS
     */
    public readonly plainHttpReason?: string,
  ) {}

  /**
   * The integration of one route.
   *
   * @internal
   */
  public _integration(route: RouteKey): Record<string, unknown> {
    const { link, loadBalancer } = this.options;
    const parameters = pathParameters(route);
    return {
      type: 'http_proxy',
      httpMethod: route.method,
      connectionType: 'VPC_LINK',
      connectionId: link.vpcLinkRef.vpcLinkId,
      // The load balancer's own ARN: API Gateway refuses a listener's.
      integrationTarget: loadBalancer.loadBalancerRef.loadBalancerArn,
      uri: `${this.origin()}${this.path(route)}`,
      ...parameters.length > 0 && {
        requestParameters: Object.fromEntries(parameters.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`])),
      },
    };
  }

  private origin(): string {
    const { serverName, port } = this.options;
    if (!/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(serverName)) {
      throw new RuleError('HttpBackendName', `a backend has a DNS name, as in payments.internal.example.com, received: ${shown(serverName)}`);
    }
    if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65535)) {
      throw new RuleError('HttpBackendName', `a backend's port is a whole number, 1 to 65535, received: ${shown(port)}`);
    }
    if (this.scheme === 'http' && !this.plainHttpReason?.trim()) {
      throw new RuleError('HttpBackendPlain', `a backend without TLS takes a written reason, received: ${shown(this.plainHttpReason)}`);
    }
    return `${this.scheme}://${serverName}:${port ?? (this.scheme === 'https' ? 443 : 80)}`;
  }

  private path(route: RouteKey): string {
    const base = this.options.basePath ?? '';
    if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(base)) {
      throw new RuleError('HttpBackendName', `a backend's base path begins with a slash and ends without one, received: ${shown(base)}`);
    }
    return base + route.path.replace(/\+\}$/, '}');
  }
}
