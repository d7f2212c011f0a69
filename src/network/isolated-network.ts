import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { IApiNetwork } from './api-network';
import type { DefaultSecurityGroup } from './default-security-group';
import { regionalDnsName } from './dns-name';
import { apiPolicy, servicePolicy } from './endpoint-policies';
import { HttpsSecurityGroup } from './https-security-group';
import { InterfaceEndpoint } from './interface-endpoint';
import { addGatewayEndpoints, isPendingLookup, isolatedVpc, rangeOf } from './isolated-vpc';
import { ServiceEndpoint } from './service-endpoint';
import { VpcFlowLog } from './vpc-flow-log';
import type { IDataKey } from '../encryption/data-key';
import type { LogOptions } from '../encryption/encrypted-log-group';
import { refuse } from '../validation';
import { shown } from '../values/rule-error';

/** Properties of an `IsolatedNetwork`. */
export interface IsolatedNetworkProps {
  /**
   * An existing VPC, imported or not, in which only the endpoints are made. Its routes, flow logs and default security group
   * stay what they are.
   *
   * @default - a new VPC of isolated subnets
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the existing VPC that take the endpoints, one per Availability Zone.
   *
   * @default - its isolated subnets, or else its private ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * The addresses of the new VPC: /16 to /28, IPv4. A range that no connected network has is best given by an address plan or IPAM.
   *
   * @default - 10.0.0.0/16, of which each zone takes an eighth
   */
  readonly ipAddresses?: ec2.IIpAddresses;

  /**
   * How many Availability Zones the new VPC spans: 1 to 6. One is cheaper, and fails with its zone.
   *
   * @default 2
   */
  readonly maxAzs?: number;

  /**
   * The address ranges that may open a connection to the API's endpoint, IPv4 and IPv6: at most 60 of each after merging.
   * An empty list admits nobody until `admit` is called.
   *
   * @default - the IPv4 range of the VPC itself
   */
  readonly clientRanges?: string[];

  /**
   * Whether `{api-id}.execute-api.{region}.amazonaws.com` leads to the endpoint within the VPC. Then every REST API's default name does,
   * so that public APIs cannot be called from the VPC. One endpoint of a VPC may have it.
   *
   * @default true
   */
  readonly privateDns?: boolean;

  /**
   * The IP versions of the endpoints. Anything but IPv4 takes an existing VPC whose subnets have IPv6 ranges.
   *
   * @default ec2.VpcEndpointIpAddressType.IPV4
   */
  readonly ipAddressType?: ec2.VpcEndpointIpAddressType;

  /**
   * Further AWS services that are reached through interface endpoints with private DNS: $7.30 a month for each and each zone,
   * and $0.01 a GB (us-east-1). Their endpoint policies admit the principals of this account only.
   *
   * @default - none
   */
  readonly endpoints?: ServiceEndpoint[];

  /**
   * Whether the new VPC gets gateway endpoints of S3 and DynamoDB, which are free, for the principals of this account. To write other
   * policies for them, turn this off and make your own.
   *
   * @default true
   */
  readonly gatewayEndpoints?: boolean;

  /**
   * Who closes the default security group of the new VPC. It takes the one custom resource of this construct.
   *
   * @default DefaultSecurityGroup.CLOSED
   */
  readonly defaultSecurityGroup?: DefaultSecurityGroup;

  /**
   * The key that encrypts the flow log of the new VPC.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;

  /**
   * How the flow log of the new VPC is kept.
   *
   * @default - for one year, and when its stack goes
   */
  readonly flowLog?: LogOptions;
}

/** What only a VPC that is made here can have. */
const OPTIONS_OF_A_NEW_VPC = ['ipAddresses', 'maxAzs', 'gatewayEndpoints', 'defaultSecurityGroup', 'dataKey', 'flowLog'] as const;

/**
 * A network without any way to or from the internet, and in it the `execute-api` endpoint through which private APIs are called.
 * The endpoint admits TCP 443 from named ranges, lets callers reach the APIs of this account only, and writes no route anywhere else.
 *
 * Creates 19 CloudFormation resources with a new VPC, and 2 in an existing one. The endpoint costs $7.30 a month and zone
 * and $0.01 a GB (us-east-1), the key of the flow log $1 a month, the flow log what CloudWatch takes for vended logs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html
 */
export class IsolatedNetwork extends Construct implements IApiNetwork {
  public readonly endpointId: string;
  public readonly endpointDnsName?: string;
  public readonly privateDns: boolean;
  public readonly vpc?: ec2.IVpc;
  /** The `execute-api` endpoint, for everything that takes an `IVPCEndpointRef`. */
  public readonly endpoint: ec2.IVPCEndpointRef;
  /** The security group of the `execute-api` endpoint, for everything that takes an `ISecurityGroupRef`. */
  public readonly securityGroup: ec2.ISecurityGroupRef;
  private readonly clients: HttpsSecurityGroup;

  /**
   * @throws ValidationError NetworkOptionConflict, NetworkZones, NetworkSubnetsMissing, VpcRangeUnknown, PrivateDnsTaken,
   * EndpointServiceMalformed, EndpointServiceRepeated, DefaultSecurityGroupReason, CidrMalformed, CidrHostBits, CidrWholeInternet
   */
  public constructor(scope: Construct, id: string, props: IsolatedNetworkProps = {}) {
    super(scope, id);
    this.refuseConflicts(props);
    const vpc = props.vpc ?? this.newVpc(props);
    const subnetIds = this.endpointSubnets(vpc, props.subnets);
    const { ipAddressType } = props;

    this.clients = new HttpsSecurityGroup(this, 'ClientSecurityGroup', vpc, 'Private API endpoint: HTTPS from named ranges');
    if (props.clientRanges === undefined) {
      this.admitVpc(this.clients, vpc);
    }
    props.clientRanges?.forEach((range) => this.admit(range));

    this.privateDns = props.privateDns ?? true;
    const { endpoint } = new InterfaceEndpoint(this, 'ApiEndpoint', {
      vpc, subnetIds, ipAddressType, serviceName: 'execute-api', securityGroups: [this.clients], policy: apiPolicy(this), privateDns: this.privateDns,
    });
    this.addServices(vpc, subnetIds, props);

    this.vpc = vpc;
    this.endpoint = endpoint;
    this.endpointId = endpoint.ref;
    this.endpointDnsName = regionalDnsName(endpoint.attrDnsEntries);
    this.securityGroup = this.clients.securityGroup;
  }

  /**
   * The address ranges that may open a connection to the API's endpoint, canonical and merged.
   *
   * @default - not known: the VPC's own range is drawn at deployment
   */
  public get clientRangesKnown(): string[] | undefined {
    return this.clients.knownRanges();
  }

  /**
   * Admits one more address range to the API's endpoint; it makes no resource.
   *
   * @param addresses a CIDR block, IPv4 or IPv6, as in `10.20.0.0/16`
   * @throws ValidationError CidrMalformed, CidrHostBits, CidrWholeInternet
   */
  public admit(addresses: string): void {
    this.clients.admit(addresses);
  }

  private newVpc(props: IsolatedNetworkProps): ec2.IVpc {
    const vpc = isolatedVpc(this, 'Vpc', props);
    new VpcFlowLog(this, 'FlowLog', { vpc, dataKey: props.dataKey, ...props.flowLog });
    if (props.gatewayEndpoints ?? true) {
      addGatewayEndpoints(this, vpc);
    }
    return vpc;
  }

  private addServices(vpc: ec2.IVpc, subnetIds: string[], props: IsolatedNetworkProps): void {
    const names = (props.endpoints ?? []).map((service) => service.serviceName);
    if (names.length === 0) {
      return;
    }
    const services = new Construct(this, 'Services');
    const fromVpc = new HttpsSecurityGroup(services, 'SecurityGroup', vpc, 'AWS service endpoints: HTTPS from the VPC');
    this.admitVpc(fromVpc, vpc);
    for (const [index, name] of names.entries()) {
      this.refuseService(name, names.slice(0, index));
      new InterfaceEndpoint(services, name, {
        vpc,
        subnetIds,
        serviceName: name,
        // Whoever calls the API fetches tokens first.
        securityGroups: name === ServiceEndpoint.COGNITO_IDP.serviceName ? [fromVpc, this.clients] : [fromVpc],
        policy: servicePolicy(this, name),
        privateDns: true,
        ipAddressType: props.ipAddressType,
      });
    }
  }

  private endpointSubnets(vpc: ec2.IVpc, selection?: ec2.SubnetSelection): string[] {
    const subnetType = vpc.isolatedSubnets.length > 0 ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS;
    if (selection === undefined && vpc.isolatedSubnets.length + vpc.privateSubnets.length === 0) {
      refuse(this, 'NetworkSubnetsMissing',
        `an interface endpoint takes isolated or private subnets, received: a VPC (${vpc.node.path}) that knows none`);
    }
    const { subnetIds } = vpc.selectSubnets({ ...(selection ?? { subnetType }), onePerAz: true });
    return subnetIds;
  }

  private admitVpc(group: HttpsSecurityGroup, vpc: ec2.IVpc): void {
    // The range that CDK makes up until the look-up is done is not even a CIDR block.
    if (!isPendingLookup(vpc)) {
      group.admitVpc(rangeOf(vpc) ?? refuse(this, 'VpcRangeUnknown',
        `the range of the imported VPC is needed: import it with \`vpcCidrBlock\`, or name \`clientRanges\`, received: neither for ${vpc.node.path}`));
    }
  }

  private refuseConflicts(props: IsolatedNetworkProps): void {
    const { vpc, subnets, ipAddressType = ec2.VpcEndpointIpAddressType.IPV4 } = props;
    if (vpc) {
      const unfit = OPTIONS_OF_A_NEW_VPC.filter((name) => props[name] !== undefined);
      if (unfit.length > 0) {
        refuse(this, 'NetworkOptionConflict', `an existing VPC keeps what it has, received: ${unfit.join(', ')} with \`vpc\``);
      }
    } else if (subnets) {
      refuse(this, 'NetworkOptionConflict', '`subnets` are chosen in an existing VPC, received: subnets without `vpc`');
    } else if (ipAddressType !== ec2.VpcEndpointIpAddressType.IPV4) {
      refuse(this, 'NetworkOptionConflict', `a new VPC is IPv4 only; IPv6 takes an existing one, received: ${shown(ipAddressType)} without \`vpc\``);
    }
  }

  private refuseService(name: string, before: string[]): void {
    if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name) || name.includes('amazonaws')) {
      refuse(this, 'EndpointServiceMalformed', `a service is named by the end of its endpoint name, as in kms or ecr.api, received: ${shown(name)}`);
    }
    if (name === 'execute-api' || before.includes(name)) {
      refuse(this, 'EndpointServiceRepeated', `a network has one endpoint per service, execute-api included, received: ${shown(name)} once more`);
    }
  }
}
