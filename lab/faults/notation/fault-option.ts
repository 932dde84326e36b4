import { z } from 'zod';
import { type FaultId, type FaultSettings, faultIds, faultOf, faultSchema } from '../index.ts';
import { settingsOf, settingValue } from './key-values.ts';

/** A fault as the command line gives it. */
interface ChosenFault {
  readonly settings: FaultSettings;
  /** Whether settings were given beside its name. */
  readonly detailed: boolean;
}

/**
 * The value of `--fault`: an id, then a colon and settings. A dot names a setting inside another, plus signs separate the items of a list:
 * `jitter:delay.shape=uniform,delay.fromMs=10,delay.toMs=90`, `dead:only.types=PTR+A`, `spoofed:claims=a.example+b.example`.
 */
export const faultOption: z.ZodType<ChosenFault> = z.string().transform((text, context) => {
  const [id = '', ...rest] = text.split(':');
  const listed = rest.join(':');
  if (!faultIds.some((known) => known === id)) {
    context.addIssue({ code: 'invalid_value', values: [...faultIds], input: id });
    return z.NEVER;
  }
  const parsed = faultSchema.safeParse({
    ...settingsOf(listed, (key, value) => readSetting(faultOf(id as FaultId).textSettings ?? [], key, value)),
    id: id as FaultId,
  });
  if (parsed.success) {
    return { settings: parsed.data, detailed: listed !== '' };
  }
  for (const { path, message } of parsed.error.issues) {
    context.addIssue({ code: 'custom', message: `settings that "${id}" has (${path.join('.') || 'settings'}: ${message})` });
  }
  return z.NEVER;
});

function readSetting(textSettings: readonly string[], key: string, value: string): unknown {
  if (key.startsWith('only.')) {
    return value.split('+');
  }
  const text = value.includes('+') ? value.split('+') : value;
  return textSettings.includes(key) ? text : settingValue(value);
}
