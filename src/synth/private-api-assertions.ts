import { Stack, Stage } from 'aws-cdk-lib';
import { checkAssembly } from './check-assembly';
import type { PrivateApiCheckOptions } from './check-options';
import type { Resource } from '../posture/assembly/app';
import { fails } from '../posture/checks/fails';
import type { Finding, Place } from '../posture/checks/finding';
import type { Report } from '../posture/checks/run';
import { refuse } from '../validation';
import { today } from '../values/day';

/** The least that an assertion fails on. */
export enum FindingLevel {
  /** Errors only. */
  ERROR = 'error',
  /** Errors and warnings. */
  WARNING = 'warning',
  /** Errors, warnings, and what the templates do not tell. */
  UNKNOWN = 'unknown',
}

/** What `hasNoFindings` takes for a finding. */
export interface NoFindingsProps {
  /**
   * The least that fails.
   *
   * @default FindingLevel.UNKNOWN - everything that was found, and what is not known too
   */
  readonly failOn?: FindingLevel;
}

/** Where something was found. */
export interface PrivateApiFindingPlace {
  /** The stack, as in `Prod/Payments`. */
  readonly stack: string;
  /** Logical id. */
  readonly resource: string;
  /** Path of the construct, where it is known. */
  readonly constructPath?: string;
  /** Below `Properties`, as in `EndpointConfiguration.Types`. */
  readonly property?: string;
  /** `file:line`, where the assembly tells. */
  readonly source?: string;
  /** What holds there. */
  readonly message: string;
}

/** Something that does not hold, or that the templates leave open. */
export interface PrivateApiFinding {
  /** Id of the check. */
  readonly check: string;
  /** `error` or `warning`. */
  readonly severity: string;
  /** `fail` or `unknown`. */
  readonly outcome: string;
  /** The stack of the first place. */
  readonly stack: string;
  /** Logical id at the first place. */
  readonly resource: string;
  /** Path of the construct at the first place, where it is known. */
  readonly constructPath?: string;
  /** Below `Properties`, as in `EndpointConfiguration.Types`. */
  readonly property?: string;
  /** What holds at the first place. */
  readonly message: string;
  /** What somebody could do. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
  /** OWASP API Security Top 10 of 2023, as in `API8:2023`. */
  readonly owasp: string[];
  /** Every place of the same finding: dev, test and prod of one stack are three. */
  readonly places: PrivateApiFindingPlace[];
}

/**
 * The checks as an assertion in tests: `PrivateApiAssertions.fromApp(app).hasNoFindings()`.
 *
 * It finds what `cdk-private-api check` finds. The app is synthesized; what is changed afterwards is not seen, as with CDK's own assertions.
 */
export class PrivateApiAssertions {
  /**
   * The findings in an app, or in one stage of it.
   *
   * @param app an app or a stage
   * @throws ValidationError CheckedNothing if it has no stack
   * @throws AssemblyError if a file of the options does not follow its schema, with lines and columns
   */
  public static fromApp(app: Stage, options: PrivateApiCheckOptions = {}): PrivateApiAssertions {
    return new PrivateApiAssertions(app, options);
  }

  /**
   * The findings in one stack and its nested stacks; what it refers to in other stacks of its app is looked up there.
   *
   * @throws ValidationError CheckedNothing if its app cannot be synthesized
   * @throws AssemblyError if a file of the options does not follow its schema, with lines and columns
   */
  public static fromStack(stack: Stack, options: PrivateApiCheckOptions = {}): PrivateApiAssertions {
    return new PrivateApiAssertions(stack, options);
  }

  private readonly report: Report;

  private constructor(private readonly scope: Stage | Stack, options: PrivateApiCheckOptions) {
    const { root } = scope.node;
    if (!Stage.isStage(root)) {
      refuse(scope, 'CheckedNothing', `an assertion is about an app that can be synthesized, received: a tree whose root "${root.node.id}" is none`);
    }
    const { directory, stacksRecursively } = root.synth();
    if (stacksRecursively.length === 0) {
      refuse(scope, 'CheckedNothing', 'an assertion is about an app that has stacks, received: one without any');
    }
    const path = scope.node.path;
    const below = (place: string) => path === '' || place === path || place.startsWith(`${path}/`);
    this.report = checkAssembly({
      directory,
      options,
      today: today(root.node.tryGetContext('cdk-private-api:now')),
      only: ({ constructPath, stack }: Resource) => below(constructPath ?? stack),
    });
  }

  /** What nobody acknowledged, the most severe first. */
  public findings(): PrivateApiFinding[] {
    return this.report.findings.map(findingOf);
  }

  /**
   * Fails if something was found.
   *
   * @throws Error with every finding, its place and its fix
   * @throws ValidationError CheckedNothing if no check found anything to judge: what was not looked at has not passed
   */
  public hasNoFindings(props: NoFindingsProps = {}): void {
    if (this.report.tallies.every(({ pass, fail, unknown }) => pass + fail + unknown === 0)) {
      refuse(this.scope, 'CheckedNothing', 'an assertion is about resources that the checks judge, received: none '
        + `(${this.report.tallies.length} checks ran)`);
    }
    const found = this.report.findings.filter((finding) => fails({ findings: [finding], notices: [] }, props.failOn ?? FindingLevel.UNKNOWN));
    if (found.length > 0) {
      throw new Error(`a private API has no findings, received: ${found.length}\n${found.map(lines).join('\n')}`);
    }
  }
}

function findingOf({ constructPath, property, owasp, places, ...finding }: Finding): PrivateApiFinding {
  return { ...finding, ...optional({ constructPath, property }), owasp: [...owasp], places: places.map(placeOf) };
}

function placeOf({ stack, resource, message, constructPath, property, source }: Place): PrivateApiFindingPlace {
  return { stack, resource, message, ...optional({ constructPath, property, source }) };
}

/** jsii knows no null. */
function optional<K extends string>(values: Record<K, string | null>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<Record<K, string>>;
}

function lines({ check, severity, outcome, property, places, fix }: Finding): string {
  return [
    `${outcome === 'unknown' ? 'not known' : severity}: ${check}`,
    ...places.map((place) => `  at ${place.constructPath ?? `${place.stack}/${place.resource}`}${place.source === null ? '' : ` (${place.source})`}: `
      + `${property === null ? '' : `${property} `}${place.message}`),
    `  fix: ${fix}`,
  ].join('\n');
}
