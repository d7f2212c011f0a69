import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { thisOperator } from '../../src/operations/operator';

test('a person\'s clock that is days ahead ends nothing: the time is that of AWS\'s answers', async () => {
  const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;
  const server = createServer((request, response) => request.resume().on('end', () => response.writeHead(200, {
    'content-type': 'application/x-amz-json-1.1', 'date': new Date(hoursAgo(96)).toUTCString(),
  }).end('{"Parameter":{"Value":"x"}}')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
  });
  try {
    const { ssm, clock } = thisOperator();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
    await ssm.send(new GetParameterCommand({ Name: 'a' }));
    expect(Math.abs(clock.now() - hoursAgo(96))).toBeLessThan(60_000);
  } finally {
    process.env = before;
    server.close();
    server.closeAllConnections();
  }
});
