/** Files that say how the checks run, the same as on the command line. */
export interface PrivateApiCheckOptions {
  /**
   * Path of a YAML or JSON file with severities and checks (`schemas/config.schema.json`).
   *
   * @default - every check with its own severity
   */
  readonly config?: string;

  /**
   * Paths of YAML or JSON files with exceptions (`schemas/exceptions.schema.json`).
   *
   * @default - none besides the acknowledgements in the app's code
   */
  readonly exceptions?: string[];

  /**
   * Path of a baseline, as `cdk-private-api check --write-baseline` writes it: only what is new since is found.
   *
   * @default - everything is found
   */
  readonly baseline?: string;
}
