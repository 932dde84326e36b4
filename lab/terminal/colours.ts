/** Whether to colour what goes to `stream`: only at a terminal, and not where NO_COLOR is set (no-color.org). */
export function coloursOn(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR } = process.env;
  return stream.isTTY === true && (NO_COLOR === undefined || NO_COLOR === '');
}
