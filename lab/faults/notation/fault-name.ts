import { type FaultSettings, faultSchema } from '../index.ts';
import { keysAndValues } from './key-values.ts';

/** A fault as `--fault` takes it: its id, and the settings that differ from the defaults, such as `spoofed:forward=true`. */
export function faultName(fault: FaultSettings): string {
  const defaults: Readonly<Record<string, unknown>> = faultSchema.parse({ id: fault.id });
  const changed = Object.entries(fault).filter(([key, value]) => JSON.stringify(defaults[key]) !== JSON.stringify(value));
  return changed.length === 0 ? fault.id : `${fault.id}:${keysAndValues(changed).join(',')}`;
}
