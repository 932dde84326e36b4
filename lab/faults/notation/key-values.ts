/**
 * Settings as the command line gives them: `KEY=VALUE`, separated by commas. A dot names a setting inside another:
 * `delay.shape=uniform,delay.fromMs=10`. Numbers, `true` and `false` are read as such, unless `read` decides otherwise.
 */
export function settingsOf(listed: string, read: (key: string, text: string) => unknown = (_key, text) => settingValue(text)) {
  // Without a prototype, so that no key has a meaning of its own.
  const settings: Record<string, unknown> = Object.create(null);
  for (const pair of listed === '' ? [] : listed.split(',')) {
    const [key = '', ...value] = pair.split('=');
    place(settings, key.split('.'), read(key, value.join('=')));
  }
  return settings;
}

/** Settings as `KEY=VALUE`, the reverse of `settingsOf`. @param list how a list is written. Default: plus signs between its items. */
export function keysAndValues(
  settings: readonly (readonly [string, unknown])[],
  list: (items: readonly unknown[]) => string = (items) => items.join('+'),
): string[] {
  return settings.flatMap(([key, value]) => {
    if (Array.isArray(value)) {
      return [`${key}=${list(value)}`];
    }
    const isGroup = typeof value === 'object' && value !== null;
    const inner = isGroup ? Object.entries(value).map(([name, each]) => [`${key}.${name}`, each] as const) : [];
    return isGroup ? keysAndValues(inner, list) : [`${key}=${String(value)}`];
  });
}

export function settingValue(text: string): unknown {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function place(settings: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let into = settings;
  for (const key of path.slice(0, -1)) {
    const there = into[key];
    const next: Record<string, unknown> =
      typeof there === 'object' && there !== null ? (there as Record<string, unknown>) : Object.create(null);
    into[key] = next;
    into = next;
  }
  into[path.at(-1) ?? ''] = value;
}
