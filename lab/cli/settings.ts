/**
 * Settings as the command line gives them, `KEY=VALUE` with commas in between. One inside another is named with a dot:
 * `delay.shape=uniform,delay.fromMs=10`. What is a number or a truth value is one; `read` may say otherwise.
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

export function settingValue(text: string): unknown {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function place(into: Record<string, unknown>, [key = '', ...deeper]: readonly string[], value: unknown): void {
  if (deeper.length === 0) {
    into[key] = value;
    return;
  }
  const next = typeof into[key] === 'object' && into[key] !== null ? (into[key] as Record<string, unknown>) : Object.create(null);
  into[key] = next;
  place(next, deeper, value);
}
