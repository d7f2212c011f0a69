const HEXADECIMAL = /^[0-9a-fA-F]$/;

/**
 * What a `content` looks for: escapes resolved, and the bytes between bars as characters of the same code.
 * Undefined if Suricata does not take it.
 */
export function decodeContent(value: string): string | undefined {
  const decoded: string[] = [];
  let digits: string | undefined;
  for (let index = 0; index < value.length; index += 1) {
    const character = value[index]!;
    if (character === '|') {
      if (digits !== undefined && digits !== '') {
        return undefined;
      }
      digits = digits === undefined ? '' : undefined;
    } else if (digits !== undefined) {
      digits += character === ' ' ? '' : character;
      if (character !== ' ' && !HEXADECIMAL.test(character)) {
        return undefined;
      }
      if (digits.length === 2) {
        decoded.push(String.fromCharCode(parseInt(digits, 16)));
        digits = '';
      }
    } else if (character === '\\') {
      index += 1;
      if (index >= value.length || !';\\":'.includes(value[index]!)) {
        return undefined;
      }
      decoded.push(value[index]!);
    } else if (character === '"') {
      return undefined;
    } else {
      decoded.push(character);
    }
  }
  return digits === undefined ? decoded.join('') : undefined;
}
