import { SecretValue, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../validation';

interface ClientSecretProps {
  readonly description: string;
  readonly keyArn: string;
  /** The attribute that Cognito hands the secret out by: only a reference to it stands in the template. */
  readonly clientSecret: string;
  /** What else one needs to get a token, and is no secret. */
  readonly facts: Record<string, string>;
}

const NOT_ROTATED = 'Cognito makes the secret, and Secrets Manager has no rotation for it. It buys short-lived tokens only, from a pool '
  + 'whose clients take two secrets at once, so that it is replaced without an outage (docs/identity.md)';

/** A secret under our key, readable by whom `grantRead` names. */
export function clientSecret(scope: Construct, id: string, props: ClientSecretProps): secretsmanager.ISecret {
  const { region } = Stack.of(scope);

  // In here, because a class that extends one of CDK's loads its module when it is defined.
  class ClientSecret extends secretsmanager.Secret {
    public grantRead(grantee: iam.IGrantable, versionStages?: string[]): iam.Grant {
      return super.grantRead(grantee, versionStages).combine(this.grantKey(grantee, ['kms:Decrypt']));
    }

    public grantWrite(grantee: iam.IGrantable): iam.Grant {
      return super.grantWrite(grantee).combine(this.grantKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']));
    }

    /** CDK adds this to the policy of a key that it made, and silently to nobody where the key is known by its ARN. */
    private grantKey(grantee: iam.IGrantable, actions: string[]): iam.Grant {
      return iam.Grant.addToPrincipal({
        grantee,
        actions,
        resourceArns: [props.keyArn],
        conditions: {
          StringEquals: {
            'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
            'kms:EncryptionContext:SecretARN': this.secretArn,
          },
        },
      });
    }
  }

  const secret = new ClientSecret(scope, id, {
    description: props.description,
    encryptionKey: kms.Key.fromKeyArn(scope, `${id}Key`, props.keyArn),
    secretObjectValue: {
      ...Object.fromEntries(Object.entries(props.facts).map(([name, value]) => [name, SecretValue.unsafePlainText(value)])),
      clientSecret: SecretValue.resourceAttribute(props.clientSecret),
    },
  });
  acknowledge(secret.node.defaultChild!, NOT_ROTATED,
    'AwsSolutions-SMG4', 'HIPAA.Security-SecretsManagerRotationEnabled', 'NIST.800.53.R5-SecretsManagerRotationEnabled');
  return secret;
}
