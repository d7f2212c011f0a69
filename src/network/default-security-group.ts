/**
 * Who closes the default security group of a new VPC. EC2 makes one in every VPC, open among its members and to the outside, and
 * CloudFormation has no way to change it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export class DefaultSecurityGroup {
  /**
   * CDK's custom resource removes all its rules: a Lambda function and a role, once per stack, that may change this group only.
   * It needs the asset bucket of the CDK bootstrap.
   */
  public static readonly CLOSED = new DefaultSecurityGroup();

  /**
   * Nothing closes it here, so no custom resource is made; a warning says so.
   *
   * @param reason who closes it in place of this stack, as a reviewer wants to read it
   */
  public static managedElsewhere(reason: string): DefaultSecurityGroup {
    return new DefaultSecurityGroup(reason);
  }

  private constructor(
    /**
     * Why it is not closed here.
     *
     * @default - it is closed here
     */
    public readonly reason?: string,
  ) {}
}
