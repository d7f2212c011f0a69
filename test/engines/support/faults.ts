import { type IncomingMessage, type ServerResponse, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Moto } from './moto';

/** What goes wrong with one request. */
export type Fault =
  /** AWS refuses for its rate. */
  | 'throttle'
  /** AWS fails before it does anything. */
  | 'error'
  /** The connection breaks before the request arrives. */
  | 'lost request'
  /** The request is done, the answer never arrives. */
  | 'lost answer'
  /** The request is done, the answer ends in the middle. */
  | 'cut answer'
  /** Nothing answers. */
  | 'silence'
  /** The caller may not, and so its run ends here: as good as a crash. */
  | 'denied';

/** One call as it passes: the service, and the operation (of S3 the method). */
export interface Call {
  readonly service: 'wafv2' | 's3' | 'other';
  readonly operation: string;
  readonly body: string;
  /** The status of the answer; undefined where none was given. */
  status?: number;
  fault?: Fault;
}

/** Stands between the SDK and the emulator, and decides of every call what goes wrong. */
export class FaultyRoad {
  /** Opens the road. */
  public static async to(moto: Moto): Promise<FaultyRoad> {
    const road = new FaultyRoad(new URL(moto.url));
    await new Promise<void>((resolve) => road.server.listen(0, '127.0.0.1', resolve));
    return road;
  }

  /** Every call since the last `clear`. */
  public calls: Call[] = [];
  private readonly server = createServer((request, response) => void this.pass(request, response));

  private constructor(private readonly target: URL) {}

  /** Decides what goes wrong; what it does before it answers happens before the call. */
  public plan: (call: Call) => Fault | undefined | Promise<Fault | undefined> = () => undefined;

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public clear(): void {
    this.calls = [];
    this.plan = () => undefined;
  }

  public close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks);
    const target = String(request.headers['x-amz-target'] ?? '');
    const [, operation] = target.split('.');
    const service = target.startsWith('AWSWAF') ? 'wafv2' : /\/s3\/aws4_request/.test(request.headers.authorization ?? '') ? 's3' : 'other';
    const call: Call = { service, operation: operation ?? request.method!, body: service === 'wafv2' ? body.toString() : '' };
    this.calls.push(call);
    call.fault = await this.plan(call);
    switch (call.fault) {
      case 'throttle': return refuse(response, call, 400, 'ThrottlingException', 'Rate exceeded');
      case 'error': return refuse(response, call, 500, 'WAFInternalErrorException', 'internal error');
      case 'denied': return refuse(response, call, 400, 'AccessDeniedException', 'not authorized');
      case 'lost request': response.destroy(); return undefined;
      case 'silence': return undefined;
      default: return this.forward(request, response, body, call);
    }
  }

  private forward(request: IncomingMessage, response: ServerResponse, body: Buffer, call: Call): void {
    const { host, ...headers } = request.headers;
    const onward = httpRequest({
      host: '127.0.0.1', port: this.target.port, method: request.method, path: request.url, headers: { ...headers, host: this.target.host },
    }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const whole = Buffer.concat(chunks);
        call.status = answer.statusCode;
        if (call.fault === 'lost answer') {
          response.destroy();
        } else if (call.fault === 'cut answer') {
          response.writeHead(answer.statusCode!, { ...answer.headers, 'content-length': String(Math.floor(whole.length / 2)) });
          response.end(whole.subarray(0, Math.floor(whole.length / 2)));
        } else {
          response.writeHead(answer.statusCode!, answer.headers);
          response.end(whole);
        }
      });
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  }
}

function refuse(response: ServerResponse, call: Call, status: number, name: string, message: string): void {
  call.status = status;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name });
  response.end(call.service === 's3' ? `<Error><Code>${name}</Code><Message>${message}</Message></Error>` : JSON.stringify({ __type: name, message }));
}

/** Numbers from 0 to below 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
