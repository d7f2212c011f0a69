import type { Json, JsonObject } from './json';

/** One resource as it would be deployed, with what it refers to as symbols. */
export interface Resource {
  /** `Stack#LogicalId`, unique in the app. */
  readonly key: string;
  readonly type: string;
  /** The stack as its owner names it, as in `Prod/Payments`. */
  readonly stack: string;
  readonly logicalId: string;
  /** As in `Prod/Payments/Api/Resource`; where the app was not made by CDK, or leaves no metadata, it is not known. */
  readonly constructPath?: string;
  /** `file:line` of the code or the template. */
  readonly source?: string;
  readonly properties: JsonObject;
  /** Keys of the resources that it names in `DependsOn`. */
  readonly dependsOn: readonly string[];
  /** The condition on which it exists, where the templates don't tell whether it holds. */
  readonly condition?: string;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  readonly metadata: JsonObject;
}

/** One stack of the app. */
export interface StackInfo {
  /** As in `Prod/Payments`; a nested stack has its parent's before it. */
  readonly name: string;
  /** Path of the template below the assembly, for reports. */
  readonly templateFile: string;
  /** Path of the stack construct, where it is known. */
  readonly constructPath?: string;
  readonly account?: string;
  readonly region?: string;
  /** Macros that change the template when it is deployed. */
  readonly transforms: readonly string[];
  /** What the deployment decides, as the template has it: `parameter X`, its default; `condition X`, its definition. */
  readonly leftOpen?: Readonly<Record<string, string>>;
}

/** Somebody wrote down why a rule need not hold at a construct and below. */
export interface Acknowledgement {
  readonly id: string;
  readonly constructPath: string;
  readonly reason: string;
}

/** Everything that a cloud assembly, or one template, says. Plain data. */
export interface App {
  readonly stacks: readonly StackInfo[];
  readonly resources: readonly Resource[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** Exports, outputs: what other apps may rely on, by stack and output. */
  readonly outputs: readonly { readonly stack: string; readonly name: string; readonly value: Json }[];
}
