import { type FaultSettings, faultSchema } from '../index.ts';

/** A fault as `--fault` takes it: its id, and the settings that differ from the defaults, such as `spoofed:forward=true`. */
export function faultName(fault: FaultSettings): string {
  const defaults: Readonly<Record<string, unknown>> = faultSchema.parse({ id: fault.id });
  const changed = Object.entries(fault).filter(([key, value]) => JSON.stringify(defaults[key]) !== JSON.stringify(value));
  return changed.length === 0 ? fault.id : `${fault.id}:${flat(changed).join(',')}`;
}

function flat(settings: readonly (readonly [string, unknown])[]): string[] {
  return settings.flatMap(([key, value]) => {
    if (Array.isArray(value)) {
      return [`${key}=${value.join('+')}`];
    }
    const isGroup = typeof value === 'object' && value !== null;
    return isGroup ? flat(Object.entries(value).map(([inner, each]) => [`${key}.${inner}`, each])) : [`${key}=${String(value)}`];
  });
}
