import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as operations from './operations';
import { type Store, dynamoStore } from './store';

/** Which operation answers which route; the OpenAPI document declares the same routes. */
const ROUTES: Record<string, operations.Operation> = {
  'GET /payments': operations.listPayments,
  'POST /payments': operations.createPayment,
  'GET /payments/{paymentId}': operations.readPayment,
  'PATCH /payments/{paymentId}': operations.changePayment,
  'DELETE /payments/{paymentId}': operations.cancelPayment,
  'PUT /payments/{paymentId}/approval': operations.approvePayment,
  'DELETE /payments/{paymentId}/approval': operations.rejectPayment,
  'GET /payments/{paymentId}/refunds': operations.listRefunds,
  'POST /payments/{paymentId}/refunds': operations.createRefund,
  'GET /beneficiaries': operations.listBeneficiaries,
  'POST /beneficiaries': operations.createBeneficiary,
  'GET /beneficiaries/{beneficiaryId}': operations.readBeneficiary,
  'GET /reports/daily/{date}': operations.reportDay,
  'GET /reports/daily/{date}/largest': operations.reportLargest,
};

let store: Store | undefined;

/** Answers every route of the payments API. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const operation = ROUTES[`${event.httpMethod} ${event.resource}`];
  if (!operation) {
    return answer({ status: 404, body: { message: 'no such route' } });
  }
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : event.body;
  return answer(await operation({
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    body: text ? JSON.parse(text) : {},
    clientId: String(event.requestContext.authorizer?.claims?.client_id ?? 'unknown'),
    now: new Date(event.requestContext.requestTimeEpoch),
  }, store ??= dynamoStore(process.env.TABLE_NAME!)));
}

function answer({ status, body }: operations.Answer): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}
