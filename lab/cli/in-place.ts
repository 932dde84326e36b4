import { createLogUpdate } from 'log-update';

/** A line of stderr that is written over and over; undefined where there is no terminal, or one without a size. */
export function inPlaceOutput(): ReturnType<typeof createLogUpdate> | undefined {
  return process.stderr.isTTY && process.stderr.columns > 0 ? createLogUpdate(process.stderr) : undefined;
}
