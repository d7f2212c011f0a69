import { Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { type IConstruct, Construct } from 'constructs';
import type { KeyUse } from './key-use';
import { problem, refuse, warn } from '../validation';

/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const LONGEST_POLICY = 32_768;

/** A customer key that encrypts data at rest, and knows which services may use it. */
export interface IDataKey extends IConstruct {
  /** ARN of the key. */
  readonly keyArn: string;

  /** Admits one service's use of the key. */
  admit(use: KeyUse): void;
}

/** Properties of a `DataKey`. */
export interface DataKeyProps {
  /**
   * What the key is for, as the KMS console shows it.
   *
   * @default - the construct path
   */
  readonly description?: string;

  /**
   * How long a deleted key can still be recovered: 7 to 30 days.
   *
   * @default Duration.days(30)
   */
  readonly pendingWindow?: Duration;

  /**
   * What happens to the key when it leaves the stack. Losing it makes everything it encrypted unreadable.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * One symmetric customer key with yearly rotation, whose policy admits the account's administrators and exactly the services
 * that use it, each for its own resources of this account.
 *
 * Creates 1 CloudFormation resource; $1 a month, and $1 more after each of the first two rotations.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class DataKey extends Construct implements IDataKey {
  /**
   * Uses a key that exists. Its policy is not changed: a warning names the services it must already admit.
   *
   * @param key the existing key: any L1, L2 or import
   */
  public static fromKey(scope: Construct, id: string, key: kms.IKeyRef): IDataKey {
    return new ExistingDataKey(scope, id, key);
  }

  public readonly keyArn: string;
  /** The key, for everything that takes an `IKeyRef`. */
  public readonly key: kms.IKeyRef;
  private readonly uses: KeyUse[] = [];

  /**
   * @throws ValidationError KeyPendingWindow
   */
  public constructor(scope: Construct, id: string, props: DataKeyProps = {}) {
    super(scope, id);
    const pendingWindow = (props.pendingWindow ?? Duration.days(30)).toDays({ integral: false });
    if (!Number.isInteger(pendingWindow) || pendingWindow < 7 || pendingWindow > 30) {
      refuse(this, 'KeyPendingWindow', `a deleted key waits 7 to 30 days, received: ${pendingWindow} days`);
    }
    const key = new kms.CfnKey(this, 'Resource', {
      description: props.description ?? `Data of ${this.node.path}`.slice(0, 8192),
      enableKeyRotation: true,
      pendingWindowInDays: pendingWindow,
      keyPolicy: Lazy.uncachedAny({ produce: () => this.policy().toJSON() }),
    });
    key.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    this.key = key;
    this.keyArn = key.attrArn;
    this.node.addValidation({ validate: () => this.tooLong() });
  }

  public admit(use: KeyUse): void {
    this.uses.push(use);
  }

  /** The statements of all uses, each once: ten log groups of a stack are one use. */
  private statements(): iam.PolicyStatement[] {
    const stack = Stack.of(this);
    const all = this.uses.flatMap((use) => use.statements);
    return [...new Map(all.map((statement) => [JSON.stringify(stack.resolve(statement.toJSON())), statement])).values()];
  }

  private tooLong(): string[] {
    const { length } = JSON.stringify(Stack.of(this).resolve(this.policy()));
    return length <= LONGEST_POLICY ? [] : [problem('KeyPolicyTooLong',
      `a key policy holds at most ${LONGEST_POLICY.toLocaleString('en')} characters: let log groups share a name pattern, or take a second key, `
      + `received: ${length.toLocaleString('en')} for ${this.uses.length} uses`)];
  }

  private policy(): iam.PolicyDocument {
    const { partition, account } = Stack.of(this);
    return new iam.PolicyDocument({
      minimize: false,
      statements: [
        // Without this statement nobody could ever administer the key again: IAM policies decide within the account.
        new iam.PolicyStatement({
          sid: 'Administration',
          principals: [new iam.ArnPrincipal(`arn:${partition}:iam::${account}:root`)],
          actions: ['kms:*'],
          resources: ['*'],
        }),
        ...this.statements(),
      ],
    });
  }
}

class ExistingDataKey extends Construct implements IDataKey {
  public readonly keyArn: string;
  private readonly services = new Set<string>();

  public constructor(scope: Construct, id: string, key: kms.IKeyRef) {
    super(scope, id);
    this.keyArn = key.keyRef.keyArn;
  }

  public admit(use: KeyUse): void {
    if (!this.services.has(use.service)) {
      this.services.add(use.service);
      warn(this, 'KeyPolicyNotOurs',
        `the policy of an existing key is not changed here; it must admit ${use.service}, as \`KeyUse\` writes it (docs/encryption.md)`);
    }
  }
}
