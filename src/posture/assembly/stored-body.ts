import { existsSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { type JsonObject, isObject, member, parsedText } from './json';
import { isUnknown, literal, unknown } from './symbols';

/** API Gateway imports 6 MB: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const LARGEST = 6 * 1024 * 1024;

/** API definitions that are written as a text, or stand in a file of the assembly: `BodyS3Location` becomes the `Body` that it stores. */
export function readBody(type: string, properties: JsonObject, assets: ReadonlyMap<string, string>): JsonObject {
  if (type === 'AWS::ApiGateway::RestApi' && typeof properties.Body === 'string' && !isUnknown(properties.Body)) {
    return { ...properties, Body: readText(properties.Body) };
  }
  if (type !== 'AWS::ApiGateway::RestApi' || properties.BodyS3Location === undefined || properties.Body !== undefined) {
    return properties;
  }
  const key = member(properties.BodyS3Location, 'Key');
  const file = typeof key === 'string' ? assets.get(key) : undefined;
  return { ...properties, Body: file === undefined ? unknown(`API definition in S3 (${String(key)})`) : readDefinition(file) };
}

function readText(text: string): JsonObject | string {
  const body = parsedText(text);
  return isObject(body) ? body : unknown('API definition as a text');
}

function readDefinition(file: string): JsonObject | string {
  try {
    const text = existsSync(file) && statSync(file).size < LARGEST ? readFileSync(file, 'utf8') : undefined;
    const body = text === undefined ? undefined : parsedText(/^\s*\{/.test(text) ? text : JSON.stringify(parse(text, { maxAliasCount: 1000 })));
    return isObject(body) ? literals(body) as JsonObject : unknown('API definition in S3');
  } catch {
    return unknown('API definition in S3, which cannot be read');
  }
}

/** CloudFormation does not look into the file: nothing in it is a reference. */
function literals(value: unknown): unknown {
  return typeof value === 'string' ? literal(value)
    : Array.isArray(value) ? value.map(literals)
      : isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, literals(entry)])) : value;
}
