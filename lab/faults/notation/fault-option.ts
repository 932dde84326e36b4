import { z } from 'zod';
import { type FaultId, type FaultSettings, faultIds, faultSchema } from '../index.ts';
import { settingsOf, settingValue } from './key-values.ts';

/** A fault as the command line gives it. */
export interface ChosenFault {
  readonly settings: FaultSettings;
  /** Whether it came with settings, or by its name alone. */
  readonly detailed: boolean;
}

/**
 * The value of `--fault`: an id, and settings behind a colon. A setting inside another is named with a dot, a list has plus signs (`spoofed:claims=a.example+b.example`):
 * `jitter:delay.shape=uniform,delay.fromMs=10,delay.toMs=90`, `dead:only.types=PTR+A`.
 */
export const faultOption: z.ZodType<ChosenFault> = z.string().transform((text, context) => {
  const [id = '', ...rest] = text.split(':');
  const listed = rest.join(':');
  if (!faultIds.some((known) => known === id)) {
    context.addIssue({ code: 'invalid_value', values: [...faultIds], input: id });
    return z.NEVER;
  }
  const parsed = faultSchema.safeParse({ ...settingsOf(listed, readSetting), id: id as FaultId });
  if (parsed.success) {
    return { settings: parsed.data, detailed: listed !== '' };
  }
  for (const { path, message } of parsed.error.issues) {
    context.addIssue({ code: 'custom', message: `settings that "${id}" has (${path.join('.') || 'settings'}: ${message})` });
  }
  return z.NEVER;
});

function readSetting(key: string, text: string): unknown {
  if (key.startsWith('only.')) {
    return text.split('+');
  }
  const isName = key === 'claims';
  return isName ? (text.includes('+') ? text.split('+') : text) : settingValue(text);
}
