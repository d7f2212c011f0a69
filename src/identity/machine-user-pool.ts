import { RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { acknowledge } from '../validation';

/** A user pool for machines: no domain, no way to sign up, and no way in for a user whom an administrator should make by mistake. */
export function machineUserPool(scope: Construct, id: string, keyArn: string, removalPolicy: RemovalPolicy): cognito.CfnUserPool {
  const pool = new cognito.CfnUserPool(scope, id, {
    // Customer keys are for the Essentials plan and above; the plan costs by users, and there are none.
    userPoolTier: 'ESSENTIALS',
    keyConfiguration: { keyType: 'CUSTOMER_MANAGED_KEY', kmsKeyArn: keyArn },
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    accountRecoverySetting: { recoveryMechanisms: [{ name: 'admin_only', priority: 1 }] },
    mfaConfiguration: 'ON',
    enabledMfas: ['SOFTWARE_TOKEN_MFA'],
    policies: {
      passwordPolicy: {
        minimumLength: 16,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 1,
      },
    },
    deletionProtection: removalPolicy === RemovalPolicy.DESTROY ? 'INACTIVE' : 'ACTIVE',
  });
  pool.applyRemovalPolicy(removalPolicy);
  acknowledge(pool, 'Threat protection, which the Plus plan adds, judges how users sign in: this pool has no users, and its clients no way to sign one in',
    'AwsSolutions-COG8');
  return pool;
}
