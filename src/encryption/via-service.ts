import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The condition that a key is used for what one service holds in the Region of a construct's stack, and for nothing else. */
export function viaService(scope: IConstruct, service: string): Record<string, Record<string, string>> {
  return { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` } };
}
