/** `*` is any number of characters, `?` one. Unlike with a regular expression, no pattern makes the time explode. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let position = 0; position < text.length; ) {
    if (pattern[at] === '*') {
      [star, resume] = [at, position];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resume += 1;
      [at, position] = [star + 1, resume];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
