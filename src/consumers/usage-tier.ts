import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { ConsumerQuota, ConsumerThrottle } from './consumer-options';
import { limitProblems, NAME } from './consumer-rules';
import { throwFirst } from './problem';
import { RuleError, shown } from '../values/rule-error';

/** The limits of a usage tier. Each consumer of the tier has them for itself. */
export interface UsageTierOptions {
  /** How fast a consumer may call. */
  readonly throttle: ConsumerThrottle;

  /**
   * How often a consumer may call in a period.
   *
   * @default - any number of times
   */
  readonly quota?: ConsumerQuota;
}

/**
 * Named limits that consumers share as one usage plan: a Region has 300 plans per account, and a platform has many APIs.
 *
 * API Gateway applies the limits of usage plans on a best-effort basis: they keep a busy consumer from crowding out the others, and
 * are no protection against cost or attack.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class UsageTier {
  /**
   * The tier `standard`: 50 requests a second, 100 at one moment, 1,000,000 a day.
   */
  public static standard(): UsageTier {
    return UsageTier.of('standard', {
      throttle: { rateLimit: 50, burstLimit: 100 },
      quota: { limit: 1_000_000, period: apigateway.Period.DAY },
    });
  }

  /**
   * A tier of one's own.
   *
   * @param name a letter, then letters, digits, `_` and `-`; at most 64 characters
   * @throws RuleError UsageTierName, ConsumerLimit
   */
  public static of(name: string, options: UsageTierOptions): UsageTier {
    if (!NAME.test(name)) {
      throw new RuleError('UsageTierName', `a usage tier is named by a letter, then letters, digits, _ and -, at most 64, received: ${shown(name)}`);
    }
    throwFirst(limitProblems(options.throttle, options.quota));
    return new UsageTier(name, options.throttle, options.quota);
  }

  private constructor(
    /** Name of the tier. */
    public readonly name: string,
    /** How fast a consumer may call. */
    public readonly throttle: ConsumerThrottle,
    /**
     * How often a consumer may call in a period.
     *
     * @default - any number of times
     */
    public readonly quota?: ConsumerQuota,
  ) {}
}
