import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

/** Tells a caller what API Gateway saw of it: the address and the VPC endpoint it came by, and its OAuth client. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  // The types of aws-lambda do not know these two fields; private APIs send them.
  const identity = event.requestContext.identity as typeof event.requestContext.identity & { vpcId?: string; vpceId?: string };
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({
      sourceIp: identity.sourceIp,
      vpcId: identity.vpcId,
      vpcEndpointId: identity.vpceId,
      clientId: event.requestContext.authorizer?.claims?.client_id,
      scopes: event.requestContext.authorizer?.claims?.scope,
    }),
  };
}
