import { Validations } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** What cdk-nag's rules cannot see, because it stands in the OpenAPI body. */
export function acknowledgeBody(api: apigateway.CfnRestApi): void {
  Validations.of(api).acknowledge({
    id: 'AwsSolutions-APIG2',
    reason: 'Bodies and parameters are validated by the validator that the OpenAPI body sets for all operations; the rule looks for a separate resource',
  });
}

/** What cdk-nag's rules ask of a stage that a private API rightly has not. */
export function acknowledgeStage(stage: apigateway.CfnStage): void {
  for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) {
    Validations.of(stage).acknowledge({
      id: `${pack}-APIGWSSLEnabled`,
      reason: 'No backend is reached over a public name: functions are invoked through IAM, HTTP backends through a VPC link that only this account uses',
    });
    Validations.of(stage).acknowledge({
      id: `${pack}-APIGWCacheEnabledAndEncrypted`,
      reason: 'There is no cache, so that no answer is stored: it could be served to a caller with other rights',
    });
  }
}
