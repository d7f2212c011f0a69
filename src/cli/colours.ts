/**
 * Whether what is printed has colours: on a terminal, or where somebody forces them; never where somebody asked for none.
 *
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function hasColours(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR !== undefined && NO_COLOR !== '' || FORCE_COLOR === '0' || FORCE_COLOR === 'false') {
    return false;
  }
  return FORCE_COLOR !== undefined || stream.isTTY === true && TERM !== 'dumb';
}
