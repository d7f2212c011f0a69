import { AssemblyError } from './assembly-error';

/** Deeper than any value that can be read: a template nests 300 levels, and hands few of them on. */
const DEEPEST = 700;
/** Far above every app that deploys: a template holds 1 MB, and a value that is handed on 4 KB. */
const MOST_TEXT = 100_000_000;
/** CloudFormation's quota for an account: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_STACKS = 2000;

/** What is spent on reading one app, so that one that is made to have no end ends with one line. */
export class Effort {
  private depth = 0;
  private text = 0;
  private stacks = 0;

  /** Whether one may go on below; what goes on calls `leave` in the end. */
  public enter(): boolean {
    if (this.depth >= DEEPEST) {
      return false;
    }
    this.depth++;
    return true;
  }

  public leave(): void {
    this.depth--;
  }

  /** @throws AssemblyError where the values of the app come to more than can be held */
  public spend(characters: number, stack: string): void {
    this.text += characters;
    if (this.text > MOST_TEXT) {
      throw new AssemblyError(`the values of an app come to at most ${MOST_TEXT / 1_000_000} MB, received: more in the stack ${stack}`);
    }
  }

  /** @throws AssemblyError where nested stacks come to more than an account holds */
  public addStack(stack: string): void {
    if (++this.stacks > MOST_STACKS) {
      throw new AssemblyError(`an app has at most ${MOST_STACKS} stacks, nested ones included, received: more in the stack ${stack}`);
    }
  }
}
