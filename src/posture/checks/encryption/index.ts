import type { Check } from '../check';
import { functionRuntime } from './function-runtime';
import { functionVariables } from './function-variables';
import { functionVariablesKey } from './function-variables-key';
import { keyAdministrators } from './key-administrators';
import { keyDeletion } from './key-deletion';
import { keyPolicy } from './key-policy';
import { keyRotation } from './key-rotation';
import { keyServices } from './key-services';
import { listenerTls } from './listener-tls';
import { queueEncryption } from './queue-encryption';
import { resourcePolicyPublic } from './resource-policy-public';
import { roleActions } from './role-actions';
import { rolePermissions } from './role-permissions';
import { roleResources } from './role-resources';
import { roleTrust } from './role-trust';
import { secretExposed } from './secret-exposed';
import { secretKey } from './secret-key';
import { secretLiteral } from './secret-literal';
import { userPoolKey } from './user-pool-key';

export const ENCRYPTION_CHECKS: readonly Check[] = [
  keyRotation,
  keyPolicy,
  keyServices,
  keyAdministrators,
  keyDeletion,
  secretLiteral,
  secretExposed,
  secretKey,
  userPoolKey,
  functionVariables,
  functionVariablesKey,
  functionRuntime,
  roleTrust,
  rolePermissions,
  roleActions,
  roleResources,
  resourcePolicyPublic,
  queueEncryption,
  listenerTls,
];
