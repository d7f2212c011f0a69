import {
  type Tag, type WAFV2Client, CreateIPSetCommand, DeleteIPSetCommand, GetIPSetCommand, ListIPSetsCommand, ListTagsForResourceCommand,
  TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-wafv2';
import { systemClock } from '../../operations/clock';
import { retrying } from '../../operations/retry';
import { setKey } from '../../operations/waf/arn';

/** What the template says of a set. Whatever else changes, only tags change on the set. */
export interface SetProperties {
  readonly Name: string;
  readonly Description: string;
  readonly IPAddressVersion: 'IPV4' | 'IPV6';
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** CloudFormation's own tags are not ours to change. */
const ours = ({ Key }: Tag): boolean => !Key!.startsWith('aws:');

/** IP sets that a deployment makes and deletes, and never fills or empties. */
export class FedIpSets {
  public constructor(private readonly waf: WAFV2Client, private readonly clock = systemClock) {}

  /**
   * Makes an empty set. Asked twice for the same, as CloudFormation may, it gives the one that was made: name and request tell it.
   *
   * @param request CloudFormation's id of the request, which stays the same when it asks again
   * @returns the ARN
   */
  public create({ Name, Description, IPAddressVersion, Tags = [] }: SetProperties, request: string): Promise<string> {
    const made = { Key: REQUEST_TAG, Value: request };
    return retrying(async () => {
      try {
        const { Summary } = await this.waf.send(new CreateIPSetCommand({
          Name, Description, IPAddressVersion, Scope: 'REGIONAL', Addresses: [], Tags: [...Tags, made],
        }));
        return Summary!.ARN!;
      } catch (error) {
        const found = (error as Error).name === 'WAFDuplicateItemException' ? await this.find(Name) : undefined;
        if (found !== undefined && (await this.tags(found)).some(({ Key, Value }) => Key === made.Key && Value === made.Value)) {
          return found;
        }
        throw error;
      }
    }, this.clock);
  }

  /** Makes the set's tags those of the template. */
  public async retag(arn: string, { Tags = [] }: SetProperties): Promise<void> {
    const before = await this.tags(arn);
    const gone = before.filter(({ Key }) => Key !== REQUEST_TAG && !Tags.some((tag) => tag.Key === Key)).map(({ Key }) => Key!);
    const missing = Tags.filter(({ Key, Value }) => !before.some((tag) => tag.Key === Key && tag.Value === Value));
    if (gone.length > 0) {
      await retrying(() => this.waf.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: gone })), this.clock);
    }
    if (missing.length > 0) {
      await retrying(() => this.waf.send(new TagResourceCommand({ ResourceARN: arn, Tags: [...missing] })), this.clock);
    }
  }

  /** Deletes a set; one that is gone already is gone. WAF takes a set for used a while after the web ACL has let go of it. */
  public async delete(arn: string): Promise<void> {
    for (const last = this.clock.now() + LETTING_GO; ;) {
      try {
        return await this.deleteOnce(arn);
      } catch (error) {
        if ((error as Error).name !== 'WAFAssociatedItemException' || this.clock.now() >= last) {
          throw error;
        }
        await this.clock.sleep(LOOK_AGAIN);
      }
    }
  }

  private deleteOnce(arn: string): Promise<void> {
    return retrying(async () => {
      try {
        const { LockToken } = await this.waf.send(new GetIPSetCommand(setKey(arn)));
        await this.waf.send(new DeleteIPSetCommand({ ...setKey(arn), LockToken }));
      } catch (error) {
        if ((error as Error).name !== 'WAFNonexistentItemException') {
          throw error;
        }
      }
    }, this.clock);
  }

  private async find(name: string): Promise<string | undefined> {
    let marker: string | undefined;
    do {
      const page = await this.waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL', Limit: 100, ...marker === undefined ? {} : { NextMarker: marker } }));
      const found = (page.IPSets ?? []).find(({ Name }) => Name === name);
      if (found) {
        return found.ARN;
      }
      marker = page.NextMarker;
    } while (marker !== undefined && marker !== '');
    return undefined;
  }

  private async tags(arn: string): Promise<Tag[]> {
    const { TagInfoForResource } = await retrying(() => this.waf.send(new ListTagsForResourceCommand({ ResourceARN: arn })), this.clock);
    return (TagInfoForResource?.TagList ?? []).filter(ours);
  }
}

/** How long a set may stay in use, in milliseconds; whoever calls has seven minutes. */
const LETTING_GO = 5 * 60_000;
const LOOK_AGAIN = 10_000;

/** Which request made the set. */
const REQUEST_TAG = 'cdk-private-api:made-by-request';
