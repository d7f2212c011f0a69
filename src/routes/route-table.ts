import type { BodyOperation } from './openapi-body';
import type { Route } from './route';
import { stableJson } from './stable-json';
import type { RouteKey } from '../values/route';
import { RuleError, shown } from '../values/rule-error';

/** A route as the body needs it and as it is read. */
export interface RouteEntry {
  readonly operation: BodyOperation;
  readonly route: Route;
  /** Why its backend has no TLS. */
  readonly plainHttpReason?: string;
}

/** A path segment with what lies below it. API Gateway calls it a resource. */
interface PathNode {
  readonly children: Map<string, PathNode>;
  /** The first route that named this segment. */
  readonly route: string;
}

/** The routes of an API and the models they share, without contradictions. */
export class RouteTable {
  public readonly entries: RouteEntry[] = [];
  private readonly models = new Map<string, object>();
  private readonly byText = new Map<string, RouteEntry>();
  private readonly byOperationId = new Map<string, string>();
  private readonly root: PathNode = { children: new Map(), route: '' };
  private nodes = 1;

  /** @throws RuleError RouteTaken, RouteParameterNames */
  public add(entry: RouteEntry): void {
    const { key, operationId } = entry.operation;
    if (this.byText.has(key.text)) {
      throw new RuleError('RouteTaken', `an API has each route once, received twice: ${shown(key.text)}`);
    }
    const owner = operationId === undefined ? undefined : this.byOperationId.get(operationId);
    if (owner !== undefined) {
      throw new RuleError('RouteTaken', `an operation id names one route (${shown(operationId)} is ${owner}), received: ${shown(key.text)}`);
    }
    this.addPath(key);
    this.byText.set(key.text, entry);
    if (operationId !== undefined) {
      this.byOperationId.set(operationId, key.text);
    }
    this.entries.push(entry);
  }

  /** @throws RuleError RequestModelName, RequestModelConflict */
  public addSchema(name: string, schema: object): void {
    if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
      throw new RuleError('RequestModelName', `a model is named by letters and digits, received: ${shown(name)}`);
    }
    const held = this.models.get(name);
    if (held !== undefined && stableJson(held) !== stableJson(schema)) {
      throw new RuleError('RequestModelConflict', `models of one name have one schema, received two: ${shown(name)}`);
    }
    this.models.set(name, schema);
  }

  /** The schemas of the models, by name. */
  public get schemas(): Record<string, object> {
    return Object.fromEntries(this.models);
  }

  public find(text: string): Route | undefined {
    return this.byText.get(text)?.route;
  }

  /** How many resources API Gateway makes of the paths, the root included. */
  public get resourceCount(): number {
    return this.nodes;
  }

  private addPath(key: RouteKey): void {
    let node = this.root;
    for (const segment of key.segments) {
      const next = node.children.get(segment);
      if (next === undefined) {
        this.refuseOtherParameter(node, segment, key);
      }
      const below: PathNode = next ?? { children: new Map(), route: key.text };
      if (next === undefined) {
        node.children.set(segment, below);
        this.nodes += 1;
      }
      node = below;
    }
  }

  private refuseOtherParameter(node: PathNode, segment: string, key: RouteKey): void {
    const other = segment.startsWith('{') && [...node.children].find(([name]) => name.startsWith('{'));
    if (other) {
      throw new RuleError('RouteParameterNames',
        `a place in a path has one parameter (${other[0]} in ${shown(other[1].route)}), received: ${shown(key.text)}`);
    }
  }
}
