/** The resources that a value refers to: Ref, Fn::GetAtt and Fn::Sub, at any depth. */
function references(value: unknown, found: Set<string>): Set<string> {
  if (Array.isArray(value)) {
    value.forEach((item) => references(item, found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'Ref' && typeof inner === 'string') {
        found.add(inner);
      } else if (key === 'Fn::GetAtt') {
        found.add(String([inner].flat()[0]).split('.')[0]!);
      } else if (key === 'Fn::Sub') {
        const text = String([inner].flat()[0]);
        for (const [, name] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
          found.add(name!.split('.')[0]!);
        }
      }
      references(inner, found);
    }
  }
  return found;
}

/**
 * One cycle of a template's resources over Ref, GetAtt, Sub and DependsOn, as a path that ends where it began.
 * CDK synthesizes such a template without complaint; CloudFormation refuses it.
 */
export function findCycle(template: { Resources?: Record<string, any> }): string[] | undefined {
  const resources = template.Resources ?? {};
  const edges = new Map(Object.entries(resources).map(([id, resource]) => [id, [
    ...references(resource.Properties, new Set()),
    ...[resource.DependsOn ?? []].flat(),
  ].filter((target) => target in resources)]));
  const done = new Set<string>();
  const walk = (id: string, path: string[]): string[] | undefined => {
    if (path.includes(id)) {
      return [...path.slice(path.indexOf(id)), id];
    }
    if (done.has(id)) {
      return undefined;
    }
    for (const next of edges.get(id) ?? []) {
      const cycle = walk(next, [...path, id]);
      if (cycle) {
        return cycle;
      }
    }
    done.add(id);
    return undefined;
  };
  for (const id of edges.keys()) {
    const cycle = walk(id, []);
    if (cycle) {
      return cycle;
    }
  }
  return undefined;
}
