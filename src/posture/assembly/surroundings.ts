import type { Effort } from './effort';
import type { Json, JsonObject } from './json';

/** What the values of one stack refer to beyond themselves. */
export interface Surroundings {
  /** Key of the stack. */
  readonly stack: string;
  readonly template: JsonObject;
  /** Values of pseudo parameters that are known. */
  readonly pseudo: Readonly<Record<string, string>>;
  /** Of all stacks of the app together. */
  readonly effort: Effort;
  /** What the parent of a nested stack passes. */
  parameter(name: string): Json | undefined;
  /** What a stack of the app exports. */
  exported(name: string): Json | undefined;
  /** The value of an SSM parameter that a stack of the app makes. */
  ssmParameter(name: string): Json | undefined;
  /** An output of a stack of the app, by its physical name. */
  output(stackName: string, name: string): Json | undefined;
  /** An attribute of a resource that another template answers, as outputs of a nested stack are. */
  attribute(logicalId: string, attribute: string): Json | undefined;
}
