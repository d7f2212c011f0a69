import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type Fetched, type SourceOf, boundedText, refuseLarge, sha256 } from './fetched';
import { guardedLookup, refuseReach } from './reach';
import { RuleError } from '../../values/rule-error';
import { readDocument } from '../list/document';

/** `https.request`, as far as it is used here. */
export type Request = (url: URL, options: RequestOptions, onResponse: (response: IncomingMessage) => void) => ReturnType<typeof httpsRequest>;

/**
 * Reads a document over HTTPS, from the host of the URL and no other: redirects are not followed. Size and time are bounded for the whole
 * exchange, and what the host may be is checked in the addresses that are connected to.
 */
export async function readHttps(source: SourceOf<'https'>, request: Request = httpsRequest): Promise<Fetched> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), source.timeoutSeconds * 1000);
  try {
    const text = await textOf(await answerTo(source, late.signal, request), source.maxBytes);
    return { entries: readDocument(text, source.path), hash: sha256(text) };
  } catch (error) {
    throw late.signal.aborted
      ? new RuleError('FeedUnread', `an HTTPS source answers within ${source.timeoutSeconds} seconds, received: no whole answer from ${new URL(source.url).host}`)
      : error;
  } finally {
    clearTimeout(timer);
  }
}

function answerTo(source: SourceOf<'https'>, signal: AbortSignal, request: Request): Promise<IncomingMessage> {
  const url = new URL(source.url);
  const privateHost = source.privateHost === true;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) {
    refuseReach(host, [host], privateHost); // Node looks up names only
  }
  return new Promise((resolve, reject) => {
    // No agent: a connection is not kept for a host whose addresses were checked a run ago.
    const options = { method: 'GET', headers: { 'accept-encoding': 'identity' }, agent: false, lookup: guardedLookup(privateHost), signal };
    const asked = request(url, options, resolve).on('error', reject);
    // Without a listener of its own, Node ends such a connection in silence; what is not answered at all is closed.
    asked.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      reject(wrongStatus(statusCode));
    });
    asked.on('close', () => reject(new RuleError('FeedUnread', `an HTTPS source answers, received: no answer from ${url.host}`)));
    asked.end();
  });
}

async function textOf(response: IncomingMessage, most: number): Promise<string> {
  try {
    const { statusCode, headers } = response;
    if (statusCode !== 200) {
      throw wrongStatus(statusCode);
    }
    const encoding = headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      throw new RuleError('FeedUnread', `an HTTPS source answers uncompressed, received: the encoding ${JSON.stringify(encoding)}`);
    }
    const length = headers['content-length'];
    if (length === undefined && headers['transfer-encoding']?.trim().toLowerCase() !== 'chunked') {
      // Where the end of the connection is the end of the document, one that broke off looks whole.
      throw new RuleError('FeedUnread', 'an HTTPS source tells the length of its answer, or sends it in chunks, received: neither');
    }
    refuseLarge(Number(length ?? 0), most);
    return await boundedText(response, most);
  } finally {
    response.destroy();
  }
}

function wrongStatus(status: number | undefined): RuleError {
  return new RuleError('FeedUnread', `an HTTPS source answers with status 200 itself, received: ${status}`);
}
