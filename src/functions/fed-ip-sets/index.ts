import { answer } from './answer';
import { type SetProperties, FedIpSets } from './sets';
import { wafClient } from '../../operations/waf/client';

/** What CloudFormation asks of a custom resource. */
export interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: SetProperties;
}

/** The id of what could not be made: there is nothing to delete then. */
const NOTHING = 'nothing-was-made';

const sets = new FedIpSets(wafClient());

/** Makes an IP set, tags it, deletes it; what is in it, it never touches. */
export async function handler(event: ResourceEvent): Promise<void> {
  try {
    const done = await perform(event);
    await answer(event, { Status: 'SUCCESS', PhysicalResourceId: done, Data: { Arn: done } });
  } catch (error) {
    await answer(event, {
      Status: 'FAILED', Reason: `${(error as Error).name}: ${(error as Error).message}`.slice(0, 1000), PhysicalResourceId: event.PhysicalResourceId ?? NOTHING,
    });
  }
}

async function perform({ RequestType, ResourceProperties, PhysicalResourceId, RequestId }: ResourceEvent): Promise<string> {
  switch (RequestType) {
    case 'Create':
      return sets.create(ResourceProperties, RequestId);
    case 'Update':
      await sets.retag(PhysicalResourceId!, ResourceProperties);
      return PhysicalResourceId!;
    case 'Delete':
      if (PhysicalResourceId !== NOTHING) {
        await sets.delete(PhysicalResourceId!);
      }
      return PhysicalResourceId!;
  }
}
