import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import { type Fetched, type SourceOf, refuseLarge, sha256 } from './fetched';
import { RuleError } from '../../values/rule-error';
import { readDocument } from '../list/document';

const MOST_REDIRECTS = 3;

/** `https.request`, as far as it is used here. */
export type Request = (url: URL, options: RequestOptions, onResponse: (response: IncomingMessage) => void) => ReturnType<typeof httpsRequest>;

/**
 * Reads a document over HTTPS: from the host of the URL only, within bounds of size and time for the whole exchange, redirects
 * included.
 */
export async function readHttps(source: SourceOf<'https'>, request: Request = httpsRequest): Promise<Fetched> {
  const signal = AbortSignal.timeout(source.timeoutSeconds * 1000);
  const pinned = new URL(source.url);
  let url = pinned;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await ask(url, source, signal, request);
    if (typeof answer === 'string') {
      return { entries: readDocument(answer, source.path), hash: sha256(answer) };
    }
    url = new URL(answer.location, url);
    if (url.protocol !== 'https:' || url.host !== pinned.host || url.username !== '' || url.password !== '') {
      throw new RuleError('FeedUnread', `an HTTPS source stays on its host, received: a redirect from ${pinned.host} to ${url.protocol}//${url.host}`);
    }
  }
  throw new RuleError('FeedUnread', `an HTTPS source redirects at most ${MOST_REDIRECTS} times, received: more from ${pinned.host}`);
}

function ask(url: URL, source: SourceOf<'https'>, signal: AbortSignal, request: Request): Promise<string | { readonly location: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(signal.aborted
        ? new RuleError('FeedUnread', `an HTTPS source answers within ${source.timeoutSeconds} seconds, received: no whole answer from ${url.host}`) : error);
    };
    const sent = request(url, { method: 'GET', headers: { 'accept-encoding': 'identity' }, signal }, (response) => {
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        response.destroy();
        resolve({ location: headers.location });
      } else if (statusCode !== 200) {
        response.destroy();
        reject(new RuleError('FeedUnread', `an HTTPS source answers with status 200, received: ${statusCode} from ${url.host}`));
      } else {
        resolve(textOf(response, source.maxBytes).catch((error) => {
          response.destroy();
          if (signal.aborted) {
            fail(error);
          }
          throw error;
        }));
      }
    });
    sent.on('error', fail);
    sent.end();
  });
}

async function textOf(response: IncomingMessage, most: number): Promise<string> {
  const announced = response.headers['content-length'];
  refuseLarge(Number(announced ?? 0), most);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    refuseLarge(size, most);
    chunks.push(chunk);
  }
  if (!response.complete || (announced !== undefined && size !== Number(announced))) {
    throw new RuleError('FeedUnread', `an HTTPS source ends where it says, received: ${size} bytes of ${announced ?? 'an answer that broke off'}`);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
