import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { remedyOf } from './retry';

/** What signs a call: a client of the SDK has both. */
export interface Signer {
  region(): Promise<string>;
  credentials(): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }>;
}

const VERSIONS = { ec2: '2016-11-15', sts: '2011-06-15' } as const;
const TIMEOUT = 5000;
const ATTEMPTS = 3;

/** SHA-256 as the signer wants it: with a key it is an HMAC. */
class Sha256 {
  private readonly hash;

  public constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  public update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  public digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  public reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

/**
 * One call of AWS's query protocol, signed with Signature Version 4. For services of which one call is used: a whole client would
 * be larger than everything else in the bundle.
 *
 * @returns the XML of the answer
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
export async function signedQuery(
  service: keyof typeof VERSIONS, parameters: Readonly<Record<string, string>>, signer: Signer, environment = process.env,
): Promise<string> {
  const region = await signer.region();
  const given = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment.AWS_ENDPOINT_URL;
  const url = new URL(given ?? `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`);
  const body = new URLSearchParams({ ...parameters, Version: VERSIONS[service] }).toString();
  for (let attempt = 1; ; attempt++) {
    const signed = await new SignatureV4({ service, region, credentials: await signer.credentials(), sha256: Sha256 }).sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: '/',
      query: {},
      headers: { 'host': url.host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body,
    });
    const { host, ...headers } = signed.headers;
    try {
      return await answerOf(await fetch(new URL('/', url), { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) }));
    } catch (error) {
      if (attempt >= ATTEMPTS || remedyOf(error) === 'give up') {
        throw error;
      }
    }
  }
}

async function answerOf(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) {
    const name = xmlTexts(text, 'Code')[0] ?? 'Error';
    throw Object.assign(new Error(xmlTexts(text, 'Message')[0] ?? `HTTP ${response.status}`), { name, $metadata: { httpStatusCode: response.status } });
  }
  return text;
}

/** The texts of the elements of a name. For names that hold plain text: neither attributes nor entities stand in the answers read here. */
export function xmlTexts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text!);
}
