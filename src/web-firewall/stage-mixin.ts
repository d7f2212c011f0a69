import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { IConstruct, IMixin } from 'constructs';
import { checkWebAclHome } from './elsewhere';
import { associate, otherAssociations } from './stage-association';
import { checkArn } from './waf-arn';
import type { WebFirewall } from './web-firewall';
import { problem, refuse, within } from '../validation';

/**
 * Puts a web ACL before stages that others made, by CDK's mixins: `stage.with(WebAclMixin.of(firewall))`, or
 * `Mixins.of(scope).apply(...)` for every stage below a scope.
 *
 * It changes `CfnStage`s, each once. An imported stage has none, and is refused: `WebFirewall.protect` takes it.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/mixins.html
 */
export class WebAclMixin implements IMixin {
  /** The web ACL of a `WebFirewall`: as if each stage were given to its `protect`. */
  public static of(firewall: WebFirewall): WebAclMixin {
    return new WebAclMixin((stage) => firewall.protect(stage));
  }

  /** A web ACL that exists, by its ARN: one association for each stage, below the stage. */
  public static existing(webAclArn: string): WebAclMixin {
    const before: wafv2.CfnWebACLAssociation[] = [];
    return new WebAclMixin((stage) => {
      within(stage, () => checkArn('webacl', webAclArn));
      checkWebAclHome(stage, webAclArn);
      const association = associate(stage, 'WebAcl', stage, webAclArn, before.filter((other) => Stack.of(other) === Stack.of(stage)).at(-1));
      before.push(association);
      association.node.addValidation({
        validate: () => otherAssociations(association, [association]).map(({ node }) => problem('StageProtectedTwice',
          `a stage has one web ACL, and an association replaces another in silence, received: "${node.path}" for the same stage`)),
      });
    });
  }

  private readonly changed = new Set<IConstruct>();

  private constructor(private readonly protect: (stage: apigateway.CfnStage) => void) {}

  /** Whether it is for the construct: a `CfnStage`, or an imported stage, which it refuses. */
  public supports(construct: IConstruct): boolean {
    return apigateway.CfnStage.isCfnStage(construct) || isImportedStage(construct);
  }

  /** @throws ValidationError MixinTarget, WafArn, WafElsewhere, StageProtectedTwice */
  public applyTo(construct: IConstruct): void {
    if (!apigateway.CfnStage.isCfnStage(construct)) {
      return refuse(construct, 'MixinTarget', `a mixin changes a stage that an app makes, and protect() takes one that is imported, received: "${construct.node.path}"`);
    }
    if (this.changed.has(construct)) {
      refuse(construct, 'MixinTarget', `a mixin is applied to a stage once, received: "${construct.node.path}" again`);
    }
    this.changed.add(construct);
    this.protect(construct);
  }
}

/** A stage without a resource below it: it stands for one that was made elsewhere. */
function isImportedStage(construct: IConstruct): boolean {
  return 'stageRef' in construct && !construct.node.findAll().some((part) => apigateway.CfnStage.isCfnStage(part));
}
