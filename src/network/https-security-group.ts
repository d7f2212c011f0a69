import { Lazy, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge, problem, REGULATED, refuse, within } from '../validation';
import { type Cidr, coversWholeInternet, mergeCidrs, parseCidr } from '../values/cidr';
import { shown } from '../values/rule-error';

/** What EC2 takes per security group and IP version, unless the quota was raised. */
const RULES_PER_VERSION = 60;

/** Matches no traffic: without any egress rule, EC2 would add one that lets everything out. */
const NOTHING_OUT: ec2.CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86, description: 'Disallow all traffic',
};

/** cdk-nag reads a range that is only known at deployment as an error. */
const RULES_THAT_NEED_LITERALS = [
  'AwsSolutions-EC23',
  ...REGULATED.flatMap((pack) => [`${pack}-EC2RestrictedCommonPorts`, `${pack}-EC2RestrictedSSH`]),
];

/** A security group that admits TCP 443 from ranges that may still be added, and lets nothing out: 1 CloudFormation resource. */
export class HttpsSecurityGroup extends Construct {
  public readonly securityGroup: ec2.ISecurityGroupRef;
  public readonly securityGroupId: string;
  private readonly blocks: Cidr[] = [];
  private reference?: string;

  public constructor(scope: Construct, id: string, vpc: ec2.IVpc, description: string) {
    super(scope, id);
    const group = new ec2.CfnSecurityGroup(this, 'Resource', {
      vpcId: vpc.vpcId,
      groupDescription: description,
      securityGroupIngress: Lazy.uncachedAny({ produce: () => this.rules() }),
      securityGroupEgress: [NOTHING_OUT],
    });
    this.securityGroup = group;
    this.securityGroupId = group.attrGroupId;
    this.node.addValidation({ validate: () => this.tooManyRules() });
  }

  /** Admits one more range, a literal. */
  public admit(range: string): void {
    const block = within(this, () => parseCidr(range));
    if (coversWholeInternet([...this.blocks, block])) {
      refuse(this, 'CidrWholeInternet', `address ranges together never hold the whole internet, received: ${shown(range)} as the last piece`);
    }
    this.blocks.push(block);
  }

  /** Admits the range of the VPC itself: a literal, or a reference to what is known at deployment. */
  public admitVpc(range: string): void {
    if (!Token.isUnresolved(range)) {
      this.admit(range);
      return;
    }
    this.reference = range;
    acknowledge(this.node.findChild('Resource'),
      'The one range that is no literal is the VPC\'s own, known at deployment; every rule admits TCP 443 only.', ...RULES_THAT_NEED_LITERALS);
  }

  /** The ranges, canonical and merged; undefined if one is only known at deployment. */
  public knownRanges(): string[] | undefined {
    return this.reference !== undefined ? undefined : mergeCidrs(this.blocks).map((block) => block.text);
  }

  private rules(): ec2.CfnSecurityGroup.IngressProperty[] {
    const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
    return [
      ...(this.reference === undefined ? [] : [{ ...https, cidrIp: this.reference, description: 'HTTPS from the VPC' }]),
      ...mergeCidrs(this.blocks).map(({ version, text }) => ({
        ...https, ...(version === 4 ? { cidrIp: text } : { cidrIpv6: text }), description: `HTTPS from ${text}`,
      })),
    ];
  }

  private tooManyRules(): string[] {
    const rules = this.rules();
    const perVersion = { IPv4: rules.filter((rule) => rule.cidrIp).length, IPv6: rules.filter((rule) => rule.cidrIpv6).length };
    return Object.entries(perVersion).filter(([, count]) => count > RULES_PER_VERSION).map(([version, count]) => problem('SecurityGroupRules',
      `a security group takes ${RULES_PER_VERSION} inbound rules per IP version; name fewer, wider ranges, received: ${count} ${version} ranges`));
  }
}
