import type { PrivateApiCheckOptions } from './check-options';
import type { Resource } from '../posture/assembly/app';
import { readBaseline } from '../posture/checks/baseline-file';
import { DEFAULT_CONFIG } from '../posture/checks/config';
import { readConfig } from '../posture/checks/config-file';
import { readExceptions } from '../posture/checks/exceptions-file';
import { CHECKS } from '../posture/checks/registry';
import { type Report, runChecks } from '../posture/checks/run';
import { loadApp } from '../posture/model/load';
import { Posture } from '../posture/model/posture';

/** What is asked of an assembly that CDK has just written. */
export interface AssemblyQuestion {
  readonly directory: string;
  readonly options: PrivateApiCheckOptions;
  /** Days since 1970-01-01. */
  readonly today: number;
  /** Days after their end in which exceptions still hold. */
  readonly graceDays?: number;
  /** The resources that are asked about. */
  only(resource: Resource): boolean;
}

/** Runs the checks over a cloud assembly as the command line does. */
export function checkAssembly({ directory, options, today, graceDays, only }: AssemblyQuestion): Report {
  const config = options.config === undefined ? DEFAULT_CONFIG : readConfig(options.config, CHECKS);
  return runChecks([{ path: directory, posture: new Posture(loadApp(directory)) }], {
    only,
    today,
    config: { ...config, graceDays: graceDays ?? config.graceDays },
    exceptions: (options.exceptions ?? []).flatMap((file) => readExceptions(file, CHECKS)),
    ...options.baseline === undefined ? {} : { baseline: readBaseline(options.baseline) },
  });
}
