import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { acknowledge, REGULATED } from '../validation';

/** What cdk-nag's rules cannot see, because it stands in the OpenAPI body. */
export function acknowledgeBody(api: apigateway.CfnRestApi): void {
  acknowledge(api,
    'Bodies and parameters are validated by the validator that the OpenAPI body sets for all operations; the rule looks for a separate resource',
    'AwsSolutions-APIG2');
}

/** What cdk-nag's rules ask of a stage that a private API rightly has not. */
export function acknowledgeStage(stage: apigateway.CfnStage): void {
  acknowledge(stage,
    'No backend is reached over a public name: functions are invoked through IAM, HTTP backends through a VPC link that only this account uses',
    ...REGULATED.map((pack) => `${pack}-APIGWSSLEnabled`));
  acknowledge(stage, 'There is no cache, so that no answer is stored: it could be served to a caller with other rights',
    ...REGULATED.map((pack) => `${pack}-APIGWCacheEnabledAndEncrypted`));
}
