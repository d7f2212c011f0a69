import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/** A network from which a private API can be reached: one `execute-api` interface endpoint, and what is known about it. */
export interface IApiNetwork extends IConstruct {
  /** Id of the endpoint, as in `vpce-0123456789abcdef0`. */
  readonly endpointId: string;

  /**
   * Regional DNS name of the endpoint, without hosted zone id; it may be a token. It is always known where private DNS is off,
   * since the API's URL is then made of it.
   *
   * @default - not known
   */
  readonly endpointDnsName?: string;

  /** Whether `{api-id}.execute-api.{region}.amazonaws.com` leads to the endpoint within its VPC. */
  readonly privateDns: boolean;

  /**
   * The VPC of the endpoint.
   *
   * @default - not known
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The address ranges that the endpoint's security group admits, canonical and merged.
   *
   * @default - not known
   */
  readonly clientRangesKnown?: string[];
}
