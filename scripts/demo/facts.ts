import type { Consumer, Route } from 'cdk-private-api';

/** A rule that did not hold somewhere, and why that is right. */
export interface Acknowledgement {
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
}

/** What a pack of rules looked at. */
export interface PackResult {
  readonly name: string;
  readonly rules: number;
  /** Rules that applied to at least one resource. */
  readonly applied: number;
  /** Rules that applied to a resource, times resources. */
  readonly verdicts: number;
  readonly acknowledged: Acknowledgement[];
}

/** A warning of the synth. */
export interface Warning {
  readonly path: string;
  readonly text: string;
  /** Undefined where it can't be acknowledged. */
  readonly id?: string;
}

/** A resource of the template. */
export interface ResourceFact {
  readonly logicalId: string;
  readonly type: string;
  /** Construct path below the stack. */
  readonly path: string;
}

/** A consumer, as the register holds it. */
export type ConsumerFact = Pick<Consumer, 'id' | 'owner' | 'scopes' | 'addresses' | 'vpcEndpoints' | 'expires' | 'enabled' | 'throttle' | 'quota'>;

/** What the synth of the example leaves to print; plain data, for it comes from another process. */
export interface Facts {
  /** Absolute path. */
  readonly templateFile: string;
  /** Absolute path of CDK's report of all findings. */
  readonly reportFile: string;
  readonly stackName: string;
  readonly resources: ResourceFact[];
  readonly routes: Route[];
  readonly consumers: ConsumerFact[];
  readonly packs: PackResult[];
  readonly warnings: Warning[];
}

/** What the synth says while it works, and at its end. */
export type SynthMessage =
  | { readonly kind: 'started'; readonly step: string; readonly at: number }
  | { readonly kind: 'finished'; readonly facts: Facts; readonly at: number };
