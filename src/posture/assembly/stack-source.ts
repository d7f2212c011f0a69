import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { AssemblyError } from './assembly-error';
import { type Json, isObject, listOf, member, objectOf } from './json';
import type { ConstructMetadata } from './metadata';
import { type Template, parseTemplate } from './template';
import { readTextFile } from './text-file';

/** A template and where it stands in the app. */
export interface StackSource {
  readonly name: string;
  readonly template: Template;
  readonly file: string;
  /** Path of the template below what was read. */
  readonly templateFile: string;
  readonly stackName?: string;
  readonly constructPath?: string;
  readonly account?: string;
  readonly region?: string;
  readonly metadata: ConstructMetadata;
  /** Files of the assembly by the key under which they will be stored. */
  readonly assets: ReadonlyMap<string, string>;
}

/** A path that an assembly names: never one outside of what was given. */
export function inside(root: string, folder: string, path: unknown): string {
  const place = join(folder, String(path));
  if (relative(root, place).split(sep)[0] === '..') {
    throw new AssemblyError(`a cloud assembly names files inside of it, received: ${String(path).slice(0, 200)}`);
  }
  return place;
}

/** @throws AssemblyError if it cannot be read */
export function readText(file: string): string {
  return readTextFile('a file of the assembly', file);
}

/** The nested stacks of a template: their logical ids, and the templates that the assembly holds for them. */
export function nestedSources(parent: StackSource): { logicalId: string; source: StackSource }[] {
  return Object.entries(objectOf(parent.template.body.Resources)).flatMap(([logicalId, resource]) => {
    if (!isObject(resource) || resource.Type !== 'AWS::CloudFormation::Stack') {
      return [];
    }
    const folder = dirname(parent.file);
    const path = member(resource.Metadata, 'aws:asset:path') ?? storedTemplate(parent, folder, member(resource.Properties, 'TemplateURL'));
    if (typeof path !== 'string') {
      return [];
    }
    const file = inside(folder, folder, path);
    return existsSync(file) ? [{
      logicalId,
      source: {
        ...parent,
        name: `${parent.name}/${logicalId}`,
        template: parseTemplate(readText(file), basename(file)),
        file,
        templateFile: join(dirname(parent.templateFile), path).split(sep).join('/'),
        stackName: undefined,
        constructPath: undefined,
      },
    }] : [];
  });
}

/** Only the CDK CLI asks for the path beside the resource: else the file is told by the key under which it will be stored. */
function storedTemplate(parent: StackSource, folder: string, url: Json | undefined): string | undefined {
  const text = JSON.stringify(url) ?? '';
  const [, file] = [...parent.assets].find(([key]) => text.includes(`/${key}"`)) ?? [];
  return file === undefined ? undefined : relative(folder, file);
}

/** Macros that CloudFormation would run over the template. */
export function transformsOf(template: Template): string[] {
  const { Transform: transform } = template.body;
  return (Array.isArray(transform) ? listOf(transform) : transform === undefined ? [] : [transform])
    .map((entry) => String(isObject(entry) ? entry.Name : entry));
}
