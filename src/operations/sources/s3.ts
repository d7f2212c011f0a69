import { type S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
import { type Fetched, type SourceOf, boundedText, refuseLarge, sha256 } from './fetched';
import { readDocument } from '../list/document';

/** Reads an S3 object. */
export async function readS3(source: SourceOf<'s3'>, s3: S3Client): Promise<Fetched> {
  const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: source.bucket, Key: source.key }));
  refuseLarge(ContentLength ?? 0);
  const text = await boundedText(Body as AsyncIterable<Uint8Array>);
  return { entries: readDocument(text, source.path), hash: sha256(text) };
}
