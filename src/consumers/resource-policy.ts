import { type IResolvable, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const LONGEST_POLICY = 8_192;

// API Gateway stores `execute-api:/*` written out; no Region makes it longer than this.
const LONGEST_RESOURCE = 'arn:aws-us-gov:execute-api:ap-southeast-10:123456789012:abcdefghij/*';
const LONGEST_ENDPOINT = 'vpce-0123456789abcdef0';

/** Stands in a list that admits nobody: an empty list might be refused, and a missing one would admit everybody. */
const NO_ENDPOINT = 'none';

/**
 * The statements that admit calls through these VPC endpoints and no others, whoever makes them.
 *
 * @param endpoints asked at synth
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
export function endpointStatements(endpoints: () => string[]): iam.PolicyStatement[] {
  const everyCall = { principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };
  const admitted = Lazy.uncachedList({ produce: () => orNobody(endpoints()) });
  return [
    new iam.PolicyStatement({ effect: iam.Effect.ALLOW, ...everyCall }),
    // The Allow alone would let every VPC endpoint of the Region in.
    new iam.PolicyStatement({ effect: iam.Effect.DENY, ...everyCall, conditions: { StringNotEquals: { 'aws:SourceVpce': admitted } } }),
  ];
}

/**
 * How long a policy gets once deployed, in characters, at most.
 *
 * @param policy a resolved policy; a reference counts as the longest endpoint id
 */
export function policyLength(policy: unknown): number {
  return JSON.stringify(policy, (_, value: unknown) => {
    if (value === 'execute-api:/*') {
      return LONGEST_RESOURCE;
    }
    return isReference(value) ? LONGEST_ENDPOINT : value;
  }).length;
}

function isReference(value: unknown): value is IResolvable {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.length === 1 && /^(Ref|Fn::.+)$/.test(keys[0]!);
}

function orNobody(endpoints: string[]): string[] {
  return endpoints.length === 0 ? [NO_ENDPOINT] : endpoints;
}
