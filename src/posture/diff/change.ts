import type { Layer } from '../checks/check';

export type Direction = 'weaker' | 'stronger' | 'unknown';

/** One difference between two versions of an app that a security reviewer wants to see. */
export interface Change {
  readonly direction: Direction;
  readonly layer: Layer;
  readonly stack: string;
  /** Logical id; of the version before, where the resource is gone. */
  readonly resource: string;
  readonly constructPath: string | null;
  /** Below `Properties`; null where the resource as a whole came or went. */
  readonly property: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** A sentence that a reviewer understands without the template. */
  readonly message: string;
}
