/** The input cannot be read: the one line that a person gets instead of findings. */
export class AssemblyError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'AssemblyError';
  }
}
