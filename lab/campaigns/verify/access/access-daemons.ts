/**
 * Whether a list of daemons names this one, as libwrap compares them (`server_match`, `string_match`). `daemon@host` counts: the
 * host is one more condition.
 */
export function isAbout(daemons: readonly string[], daemon: string): boolean {
  const except = daemons.findIndex(isExcept);
  const named = except === -1 ? daemons : daemons.slice(0, except);
  return named.some((word) => matchesDaemon(programPart(word), daemon)) && (except === -1 || !isAbout(daemons.slice(except + 1), daemon));
}

/** Words that name programs, without the host of `daemon@host`: not ALL or KNOWN, no patterns, nothing after EXCEPT. */
export function programsNamed(daemons: readonly string[]): string[] {
  const except = daemons.findIndex(isExcept);
  return (except === -1 ? daemons : daemons.slice(0, except))
    .map(programPart)
    .filter((word) => !/^(ALL|KNOWN|UNKNOWN)$/i.test(word) && !/[*?/]|^\.|\.$/.test(word));
}

/** The host of `daemon@host`: the rule applies only to connections to that address of the server. */
export function serverPart(word: string): string | undefined {
  const at = word.indexOf('@', 1);
  return at === -1 ? undefined : word.slice(at + 1);
}

function programPart(word: string): string {
  const at = word.indexOf('@', 1);
  return at === -1 ? word : word.slice(0, at);
}

function isExcept(word: string): boolean {
  return /^EXCEPT$/i.test(word);
}

function matchesDaemon(written: string, daemon: string): boolean {
  const pattern = written.toLowerCase();
  const name = daemon.toLowerCase();
  if (/[*?]/.test(pattern)) {
    const parts = pattern
      .split(/([*?])/)
      .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.+()[\]{}|]/g, '\\$&')));
    return new RegExp(`^${parts.join('')}$`, 's').test(name);
  }
  if (pattern.startsWith('.')) {
    return name.length > pattern.length && name.endsWith(pattern);
  }
  return pattern === 'all' || pattern === 'known' || (pattern.endsWith('.') ? name.startsWith(pattern) : name === pattern);
}
