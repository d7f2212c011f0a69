import { Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { type Construct, type IConstruct, Node } from 'constructs';
import { refuse } from '../validation';

/** ARN of a stage as WAF writes it: without an account. Built from references, so that what uses it waits for the stage. */
function stageArn(scope: IConstruct, stage: apigateway.IStageRef): string {
  const { partition, region } = Stack.of(scope);
  const { restApiId, stageName } = stage.stageRef;
  return `arn:${partition}:apigateway:${region}::/restapis/${restApiId}/stages/${stageName}`;
}

/** A web ACL before a stage: made once the stage is there, and after another association, since WAF takes one in two seconds. */
export function associate(
  scope: Construct, id: string, stage: apigateway.IStageRef, webAclArn: string, before: wafv2.CfnWebACLAssociation | undefined,
): wafv2.CfnWebACLAssociation {
  const association = new wafv2.CfnWebACLAssociation(scope, id, { resourceArn: stageArn(scope, stage), webAclArn });
  // Without a wait for the stage, WAF may not find it.
  for (const resource of [...stageResources(scope, stage), ...before ? [before] : []]) {
    association.addResourceDependency(resource);
  }
  return association;
}

/** Refuses a stage that is known to be of another account or Region, where the web ACL cannot be. */
export function checkHome(scope: Construct, stage: apigateway.IStageRef): void {
  const ours = Stack.of(scope);
  const apart = (a: string, b: string) => !Token.isUnresolved(a) && !Token.isUnresolved(b) && a !== b;
  if (apart(ours.account, stage.env.account) || apart(ours.region, stage.env.region)) {
    refuse(scope, 'StageElsewhere', `a web ACL protects stages of its own account and Region (${ours.account}, ${ours.region}), `
      + `received: "${stage.node.path}" of ${stage.env.account}, ${stage.env.region}`);
  }
}

/** The same text for the same stage, whichever construct stands for it. References of two stacks may look alike: their stack tells them apart. */
export function stageKey(scope: IConstruct, stage: apigateway.IStageRef): string {
  const { restApiId, stageName } = stage.stageRef;
  const home = Token.isUnresolved(restApiId) || Token.isUnresolved(stageName) ? Stack.of(stage).node.path : '';
  return `${home}:${restApiPath(Stack.of(scope), stageArn(scope, stage))}`;
}

/** A construct id for what belongs to a stage: its path, which moves with the stack. */
export function stageId(scope: IConstruct, stage: apigateway.IStageRef): string {
  const home = `${Stack.of(scope).node.path}${Node.PATH_SEP}`;
  const { path } = stage.node;
  return `Protect-${path.startsWith(home) ? path.slice(home.length) : path}`;
}

/** The stage resources that a stage construct stands for, as far as the stack of the scope makes them. */
function stageResources(scope: IConstruct, stage: apigateway.IStageRef): apigateway.CfnStage[] {
  return stage.node.findAll().filter((part): part is apigateway.CfnStage =>
    apigateway.CfnStage.isCfnStage(part) && Stack.of(part) === Stack.of(scope));
}

/** The associations of the same stack that others made for the stages of these. For synth time, when references between stacks are settled. */
export function otherAssociations(scope: IConstruct, ours: readonly wafv2.CfnWebACLAssociation[]): wafv2.CfnWebACLAssociation[] {
  const stack = Stack.of(scope);
  const paths = new Set(ours.map(({ resourceArn }) => restApiPath(stack, resourceArn)));
  return stack.node.findAll().filter((part): part is wafv2.CfnWebACLAssociation =>
    wafv2.CfnWebACLAssociation.isCfnWebACLAssociation(part) && Stack.of(part) === stack && !ours.includes(part)
    && paths.has(restApiPath(stack, part.resourceArn)));
}

/** What stands behind partition and Region in a stage's ARN, however those are spelled. */
function restApiPath(stack: Stack, arn: string): string {
  const text = JSON.stringify(stack.resolve(arn));
  return text.slice(text.indexOf('/restapis/')).replace(/[[\]{}]+$/, '');
}
