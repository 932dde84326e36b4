/** Whether a list of daemons names this one. `daemon@host` counts: the lab does not compare the host. */
export function isAbout(daemons: readonly string[], daemon: string): boolean {
  const [named = [], ...excepted] = splitAtExcept(daemons);
  const matches = (words: readonly string[]): boolean =>
    words.map((word) => word.split('@')[0]?.toLowerCase()).some((word) => word === 'all' || word === daemon.toLowerCase());
  return (
    matches(named) &&
    !(
      excepted.length > 0 &&
      isAbout(
        excepted.flatMap((words, index) => (index === 0 ? words : ['EXCEPT', ...words])),
        daemon,
      )
    )
  );
}

function splitAtExcept(words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (/^EXCEPT$/i.test(word)) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(word);
    }
  }
  return parts;
}
