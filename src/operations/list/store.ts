import { type ListObjectVersionsCommandOutput, type S3Client, GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type ListState, parseState } from './state';

/** The list, one S3 version for every version and its confirmation. */
export const LIST_KEY = 'list.json';
/** What came of the last run. */
const RUN_KEY = 'last-run.json';

/** A list as it is stored. */
export interface Stored {
  readonly state: ListState;
  /** S3's tag of exactly this text. */
  readonly tag: string;
  /** Whether it stands in for a later version that cannot be read. */
  readonly standsIn?: true;
}

/** The bucket of a fed list. Whoever writes says which text it read: a write over another's is refused by S3. */
export class ListStore {
  public constructor(private readonly s3: S3Client, private readonly bucket: string) {}

  /**
   * The list; undefined before its first version. Where it cannot be read, the last version that can be stands for it, to be written
   * over: a person may list versions, the function may not, and its alarm calls one.
   *
   * @throws RuleError ListStateMalformed
   */
  public async read(): Promise<Stored | undefined> {
    const found = await this.get(LIST_KEY);
    try {
      return found && { state: parseState(found.text), tag: found.tag };
    } catch (error) {
      const [last] = await this.versions(1).catch(() => []);
      if (last === undefined) {
        throw error;
      }
      return { state: last, tag: found!.tag, standsIn: true };
    }
  }

  /**
   * Stores the next version.
   *
   * @param over the tag of the version it was made from; undefined for the first
   * @returns its tag, or undefined where somebody else wrote first
   */
  public async write(state: ListState, over: string | undefined): Promise<string | undefined> {
    try {
      const { ETag } = await this.s3.send(new PutObjectCommand({
        Bucket: this.bucket,
        Key: LIST_KEY,
        Body: JSON.stringify(state),
        ContentType: 'application/json',
        ...over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over },
      }));
      return ETag!;
    } catch (error) {
      const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
      if (name !== 'PreconditionFailed' && $metadata?.httpStatusCode !== 412 && $metadata?.httpStatusCode !== 409) {
        throw error;
      }
    }
    // The answer to a first try may have been lost: then what is stored is ours.
    const stored = await this.read();
    return stored?.state.change.id === state.change.id && stored.state.appliedAt === state.appliedAt ? stored.tag : undefined;
  }

  /** The latest versions, youngest first. */
  public async versions(most: number): Promise<ListState[]> {
    const states: ListState[] = [];
    for await (const state of this.history()) {
      states.push(state);
      if (states.length === most) {
        break;
      }
    }
    return states;
  }

  /** One version; undefined where the history does not have it any more. */
  public async version(wanted: number): Promise<ListState | undefined> {
    for await (const state of this.history()) {
      if (state.version <= wanted) {
        return state.version === wanted ? state : undefined;
      }
    }
    return undefined;
  }

  /** Youngest first: of a version and its confirmation, only the second. */
  private async * history(): AsyncGenerator<ListState> {
    const seen = new Set<number>();
    let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (marker !== undefined) {
      const page: ListObjectVersionsCommandOutput = await this.s3.send(
        new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: LIST_KEY, MaxKeys: 100, ...marker }));
      for (const { VersionId } of (page.Versions ?? []).filter(({ Key }) => Key === LIST_KEY)) {
        const text = (await this.get(LIST_KEY, VersionId))?.text;
        const state = text === undefined ? undefined : readable(text);
        if (state && !seen.has(state.version)) {
          seen.add(state.version);
          yield state;
        }
      }
      marker = page.IsTruncated !== true ? undefined : {
        ...page.NextKeyMarker === undefined ? {} : { KeyMarker: page.NextKeyMarker },
        ...page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker },
      };
    }
  }

  /** The record of the last run, as text. */
  public async readRun(): Promise<string | undefined> {
    return (await this.get(RUN_KEY))?.text;
  }

  /** Stores the record of a run. */
  public async writeRun(text: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: RUN_KEY, Body: text, ContentType: 'application/json' }));
  }

  private async get(key: string, version?: string): Promise<{ text: string; tag: string } | undefined> {
    try {
      const { Body, ETag } = await this.s3.send(new GetObjectCommand({
        Bucket: this.bucket, Key: key, ...version === undefined ? {} : { VersionId: version },
      }));
      return { text: await Body!.transformToString(), tag: ETag! };
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') {
        return undefined;
      }
      throw error;
    }
  }
}

/** A version that somebody broke is passed over: the others are what is looked for. */
function readable(text: string): ListState | undefined {
  try {
    return parseState(text);
  } catch {
    return undefined;
  }
}
