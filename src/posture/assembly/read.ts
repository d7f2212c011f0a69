import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { App } from './app';
import { AssemblyError } from './assembly-error';
import { type JsonObject, member, objectOf } from './json';
import { readMetadata } from './metadata';
import { resolveApp } from './resolve';
import { type StackSource, inside, readText } from './stack-source';
import { parseJson, parseTemplate } from './template';

/**
 * Reads a cloud assembly (the directory that `cdk synth` writes) or one CloudFormation template, JSON or YAML.
 *
 * @throws AssemblyError with one line that says what could not be read
 */
export function readApp(path: string): App {
  if (!existsSync(path)) {
    throw new AssemblyError(`a cloud assembly or a template exists, received: ${path}`);
  }
  if (!statSync(path).isDirectory()) {
    return resolveApp([templateSource(path)]);
  }
  if (!existsSync(join(path, 'manifest.json'))) {
    throw new AssemblyError(`a cloud assembly holds a manifest.json (run \`cdk synth\` first, or name one template file), received: ${path}`);
  }
  const sources = assemblySources(path, path, new Set());
  if (sources.length === 0) {
    throw new AssemblyError(`a cloud assembly holds stacks, received: ${path} without any`);
  }
  return resolveApp(sources);
}

function templateSource(file: string): StackSource {
  return {
    name: basename(file).replace(/(\.template)?\.(json|ya?ml)$/i, ''),
    template: parseTemplate(readText(file), basename(file)),
    file,
    templateFile: basename(file),
    metadata: readMetadata({}),
    assets: new Map(),
  };
}

/** The stacks of an assembly and of the assemblies inside of it: a Stage is one. */
function assemblySources(root: string, folder: string, seen: Set<string>): StackSource[] {
  const place = resolve(folder);
  if (seen.has(place)) {
    return [];
  }
  seen.add(place);
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) {
    throw new AssemblyError(`a nested assembly holds a manifest.json, received: ${relative(root, folder)} without it`);
  }
  const manifest = parseJson(readText(file), relative(dirname(root), file));
  const artifacts = Object.entries(objectOf(member(manifest, 'artifacts')));
  const assets = new Map(artifacts.filter(([, artifact]) => member(artifact, 'type') === 'cdk:asset-manifest')
    .flatMap(([, artifact]) => assetFiles(folder, member(member(artifact, 'properties'), 'file'))));
  return artifacts.flatMap(([id, artifact]) => {
    const properties = objectOf(member(artifact, 'properties'));
    switch (member(artifact, 'type')) {
      case 'aws:cloudformation:stack': return [stackSource(root, folder, id, objectOf(artifact), properties, assets)];
      case 'cdk:cloud-assembly': return assemblySources(root, inside(root, folder, properties.directoryName), seen);
      default: return [];
    }
  });
}

function stackSource(
  root: string, folder: string, id: string, artifact: JsonObject, properties: JsonObject, assets: ReadonlyMap<string, string>,
): StackSource {
  const file = inside(root, folder, properties.templateFile);
  if (!existsSync(file)) {
    throw new AssemblyError(`the template of a stack exists, received: ${String(properties.templateFile)} of ${id}`);
  }
  const metadata = readMetadata({
    ...objectOf(artifact.metadata),
    ...typeof artifact.additionalMetadataFile === 'string' ? readAdditional(inside(root, folder, artifact.additionalMetadataFile)) : {},
  });
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(artifact.environment)) ?? [];
  const name = typeof artifact.displayName === 'string' ? artifact.displayName : id;
  return {
    name: name.replace(/ \([^()]*\)$/, ''), // CDK adds the physical name where it differs
    template: parseTemplate(readText(file), relative(root, file), true),
    file,
    templateFile: relative(root, file).split(sep).join('/'),
    stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
    account: account?.startsWith('unknown') ? undefined : account,
    region: region?.startsWith('unknown') ? undefined : region,
    metadata,
    assets,
  };
}

function readAdditional(file: string): JsonObject {
  return existsSync(file) ? objectOf(parseJson(readText(file), basename(file))) : {};
}

/** Object key of each file asset, and where the assembly holds it. */
function assetFiles(folder: string, manifestFile: unknown): [string, string][] {
  const file = typeof manifestFile === 'string' ? join(folder, manifestFile) : '';
  if (!existsSync(file)) {
    return [];
  }
  return Object.values(objectOf(member(parseJson(readText(file), basename(file)), 'files'))).flatMap((asset) => {
    const path = member(member(asset, 'source'), 'path');
    return typeof path !== 'string' ? [] : Object.values(objectOf(member(asset, 'destinations')))
      .map((destination) => member(destination, 'objectKey'))
      .filter((key): key is string => typeof key === 'string')
      .map((key): [string, string] => [key, join(folder, path)]);
  });
}
