import type { Acknowledgement } from './app';
import { type JsonObject, isObject, listOf, member, objectOf } from './json';

/** What CDK writes beside the templates about the constructs behind them. */
export interface ConstructMetadata {
  /** Construct path of a logical id: none where two stacks of one metadata share it. */
  readonly paths: ReadonlyMap<string, string>;
  /** `file:line` of the app's own code, by construct path. */
  readonly sources: ReadonlyMap<string, string>;
  readonly acknowledgements: readonly Acknowledgement[];
}

/** Reads the metadata of a stack artifact: construct path -> entries. */
export function readMetadata(metadata: JsonObject): ConstructMetadata {
  const paths = new Map<string, string>();
  const sources = new Map<string, string>();
  const acknowledgements: Acknowledgement[] = [];
  for (const [place, entries] of Object.entries(metadata)) {
    const constructPath = place.replace(/^\//, '');
    for (const entry of listOf(entries)) {
      const data = member(entry, 'data');
      switch (member(entry, 'type')) {
        case 'aws:cdk:logicalId':
          paths.set(String(data), constructPath);
          note(sources, constructPath, member(entry, 'trace'));
          break;
        case 'aws:cdk:creationStack':
          note(sources, constructPath, data);
          break;
        case 'aws:cdk:acknowledged-rules':
          for (const [id, reason] of Object.entries(objectOf(data))) {
            acknowledgements.push({ id, constructPath, reason: String(isObject(reason) ? member(reason, 'reason') : reason) });
          }
          break;
      }
    }
  }
  return { paths, sources, acknowledgements };
}

function note(sources: Map<string, string>, path: string, trace: unknown): void {
  const place = sources.has(path) ? undefined : ownFrame(listOf(trace).map(String));
  if (place !== undefined) {
    sources.set(path, place);
  }
}

/** Longer than any line of a stack trace. */
const LONGEST_FRAME = 2000;

/** The innermost frame that is the app's own: neither of a package nor of Node itself. */
function ownFrame(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const match = frame.length > LONGEST_FRAME ? null : /\(?((?:[A-Za-z]:)?[^():]+):(\d+):\d+\)?$/.exec(frame.trim().replace('file://', ''));
    const file = match?.[1]?.replace(/^at (?:async )?/, '');
    if (file !== undefined && !/[\\/]node_modules[\\/]|^node:|^internal[\\/]/.test(file)) {
      return `${file}:${match![2]}`;
    }
  }
  return undefined;
}
