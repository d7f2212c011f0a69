import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { cacheDirectory } from './engines';

interface Property {
  readonly type: unknown;
  readonly required?: boolean;
  readonly causesReplacement?: string;
}

interface Entity {
  readonly $id: string;
  readonly cloudFormationType: string;
  readonly attributes?: Record<string, Property>;
  readonly properties: Record<string, Property>;
}

/** Types that are AWS's, but not in its schema. */
const ADDED = [['AWS::CDK::Metadata', { attributes: [], properties: { Analytics: { type: { type: 'string' } } } }]] as const;

/**
 * AWS's resource schema as the CDK CLI carries it (for `cdk diff`), cut down to what the emulator needs: which properties a type
 * has, of what type, and which of them replace the resource. Written to the cache once per version of the CLI.
 */
export function resourceSchema(): string {
  const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk/package.json'), 'utf8'));
  const file = join(cacheDirectory(), `schema-${version}.json`);
  if (!existsSync(file)) {
    mkdirSync(cacheDirectory(), { recursive: true });
    const { schema } = JSON.parse(gunzipSync(readFileSync(join(require.resolve('aws-cdk/package.json'), '../db.json.gz'))).toString());
    const resources = (schema.resource.entities as Entity[]).map((entity) => [
      entity.cloudFormationType,
      { attributes: Object.keys(entity.attributes ?? {}), properties: compact(entity.properties) },
    ]);
    const types = (schema.typeDefinition.entities as Entity[]).map((entity) => [entity.$id, compact(entity.properties)]);
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, JSON.stringify({ resources: Object.fromEntries([...resources, ...ADDED]), types: Object.fromEntries(types) }));
    renameSync(partial, file);
  }
  return file;
}

function compact(properties: Record<string, Property>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, { type, required, causesReplacement }]) => [
    name, { type, ...required && { required }, ...causesReplacement && { replace: causesReplacement } },
  ]));
}
