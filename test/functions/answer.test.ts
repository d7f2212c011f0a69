import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../src/functions/fed-ip-sets/answer';

describe('CloudFormation is told what came of a custom resource', () => {
  let server: Server;
  let statuses: number[];
  let told: { readonly method?: string; readonly type?: string; readonly body: any }[];
  beforeAll(() => new Promise<void>((resolve) => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        told.push({ method: request.method, type: request.headers['content-type'], body: JSON.parse(Buffer.concat(chunks).toString()) });
        const status = statuses.shift()!;
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    }).listen(0, '127.0.0.1', resolve);
  }));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const tell = (...all: number[]) => {
    [statuses, told] = [all, []];
    return answer({
      RequestType: 'Create',
      ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed?a=b`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Set',
      ResourceProperties: { Name: 'a', Description: 'b', IPAddressVersion: 'IPV4' },
    }, { Status: 'SUCCESS', PhysicalResourceId: 'arn' });
  };

  test('once, without a content type, which the signature of the URL does not cover', async () => {
    await tell(200);
    expect(told).toEqual([{
      method: 'PUT', body: { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Set', Status: 'SUCCESS', PhysicalResourceId: 'arn' },
    }]);
  });

  test('again where the URL fails, and not elsewhere where it redirects', async () => {
    await tell(503, 302, 200);
    expect(told).toHaveLength(3);
  });
});
