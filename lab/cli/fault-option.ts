import { z } from 'zod';
import { type FaultId, type FaultSettings, faultIds, faultSchema } from '../faults/index.ts';

/** A fault as the command line gives it. */
export interface ChosenFault {
  readonly settings: FaultSettings;
  /** Whether it came with settings, or by its name alone. */
  readonly detailed: boolean;
}

/**
 * The value of `--fault`: an id, and settings behind a colon. A setting inside another is named with a dot, a list has plus signs:
 * `jitter:delay.shape=uniform,delay.fromMs=10,delay.toMs=90`, `dead:only.types=PTR+A`.
 */
export const faultOption: z.ZodType<ChosenFault> = z.string().transform((text, context) => {
  const [id = '', ...rest] = text.split(':');
  const listed = rest.join(':');
  if (!faultIds.some((known) => known === id)) {
    context.addIssue({ code: 'invalid_value', values: [...faultIds], input: id });
    return z.NEVER;
  }
  const parsed = faultSchema.safeParse({ ...settingsOf(listed), id: id as FaultId });
  if (parsed.success) {
    return { settings: parsed.data, detailed: listed !== '' };
  }
  for (const { path, message } of parsed.error.issues) {
    context.addIssue({ code: 'custom', message: `settings that "${id}" has (${path.join('.') || 'settings'}: ${message})` });
  }
  return z.NEVER;
});

function settingsOf(listed: string): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const pair of listed === '' ? [] : listed.split(',')) {
    const [key = '', ...value] = pair.split('=');
    place(settings, key.split('.'), readSetting(key, value.join('=')));
  }
  return settings;
}

function place(into: Record<string, unknown>, [key = '', ...deeper]: readonly string[], value: unknown): void {
  if (deeper.length === 0) {
    into[key] = value;
    return;
  }
  const next = typeof into[key] === 'object' && into[key] !== null ? (into[key] as Record<string, unknown>) : {};
  into[key] = next;
  place(next, deeper, value);
}

function readSetting(key: string, text: string): unknown {
  if (key.startsWith('only.')) {
    return text.split('+');
  }
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
