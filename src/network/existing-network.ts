import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { IApiNetwork } from './api-network';
import { regionalDnsName } from './dns-name';
import { refuse, within } from '../validation';
import { mergeCidrs, parseCidr } from '../values/cidr';
import { checkEndpointId } from '../values/endpoint-id';
import { shown } from '../values/rule-error';

/** What is known about an existing endpoint, besides which one it is. */
export interface ExistingEndpointOptions {
  /** Whether the endpoint has private DNS enabled. A central endpoint that serves other VPCs often has not. */
  readonly privateDns: boolean;

  /**
   * Regional DNS name of the endpoint, without hosted zone id, as in
   * `vpce-0123456789abcdef0-abcdefgh.execute-api.eu-west-1.vpce.amazonaws.com`. Without private DNS the API's URL is made of it.
   *
   * @default - taken from the endpoint if it is created in this app; else not known, and refused where private DNS is off
   */
  readonly endpointDnsName?: string;

  /**
   * The VPC of the endpoint.
   *
   * @default - not known
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The address ranges that the endpoint's security group admits, IPv4 and IPv6. It is what is known: nothing is changed there.
   *
   * @default - not known
   */
  readonly clientRanges?: string[];
}

/** An existing endpoint, and what is known about it. */
export interface ExistingEndpointAttributes extends ExistingEndpointOptions {
  /** The existing `execute-api` interface endpoint: any L1, L2 or import. */
  readonly endpoint: ec2.IVPCEndpointRef;
}

/** An existing endpoint of which the id is at hand, and what is known about it. */
export interface ExistingEndpointIdAttributes extends ExistingEndpointOptions {
  /** Id of the existing `execute-api` interface endpoint, as in `vpce-0123456789abcdef0`, or a token. */
  readonly endpointId: string;
}

/**
 * An endpoint that exists: a team's own, or a central one of a landing zone. Creates nothing, and changes nothing about it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export class ExistingNetwork {
  /**
   * Uses an existing endpoint.
   *
   * @throws ValidationError EndpointDnsNameMissing, EndpointDnsNameMalformed, CidrMalformed, CidrHostBits, CidrWholeInternet
   */
  public static fromEndpoint(scope: Construct, id: string, attributes: ExistingEndpointAttributes): IApiNetwork {
    return new KnownEndpoint(scope, id, {
      ...attributes,
      endpointId: attributes.endpoint.vpcEndpointRef.vpcEndpointId,
      endpointDnsName: attributes.endpointDnsName ?? dnsNameOf(attributes.endpoint),
    });
  }

  /**
   * Uses an existing endpoint of which only the id is at hand.
   *
   * @throws ValidationError EndpointIdMalformed, EndpointDnsNameMissing, EndpointDnsNameMalformed, CidrMalformed, CidrHostBits, CidrWholeInternet
   */
  public static fromEndpointId(scope: Construct, id: string, attributes: ExistingEndpointIdAttributes): IApiNetwork {
    return new KnownEndpoint(scope, id, attributes);
  }

  private constructor() {}
}

class KnownEndpoint extends Construct implements IApiNetwork {
  public readonly endpointId: string;
  public readonly endpointDnsName?: string;
  public readonly privateDns: boolean;
  public readonly vpc?: ec2.IVpc;
  public readonly clientRangesKnown?: string[];

  public constructor(scope: Construct, id: string, attributes: ExistingEndpointIdAttributes) {
    super(scope, id);
    const { endpointId, endpointDnsName, privateDns, vpc, clientRanges } = attributes;
    if (!Token.isUnresolved(endpointId)) {
      within(this, () => checkEndpointId(endpointId));
    }
    if (endpointDnsName === undefined && !privateDns) {
      refuse(this, 'EndpointDnsNameMissing',
        `an endpoint without private DNS is reached by its own DNS name: \`endpointDnsName\` is needed, received none for ${shown(endpointId)}`);
    }
    // The host of a URL is made of it: neither a hosted zone id in front (as CloudFormation returns it) nor a scheme or path belongs there.
    if (endpointDnsName !== undefined && !Token.isUnresolved(endpointDnsName) && !/^vpce-[0-9a-z.-]+$/.test(endpointDnsName)) {
      refuse(this, 'EndpointDnsNameMalformed',
        `an endpoint's DNS name starts with vpce- and has no hosted zone id, scheme or path, received: ${shown(endpointDnsName)}`);
    }
    this.endpointId = endpointId;
    this.endpointDnsName = endpointDnsName;
    this.privateDns = privateDns;
    this.vpc = vpc;
    this.clientRangesKnown = clientRanges
      && within(this, () => mergeCidrs(clientRanges.map(parseCidr)).map((block) => block.text));
  }
}

function dnsNameOf(endpoint: ec2.IVPCEndpointRef): string | undefined {
  if (endpoint instanceof ec2.CfnVPCEndpoint) {
    return regionalDnsName(endpoint.attrDnsEntries);
  }
  return endpoint instanceof ec2.InterfaceVpcEndpoint ? regionalDnsName(endpoint.vpcEndpointDnsEntries) : undefined;
}
