/** Nanoseconds of CLOCK_MONOTONIC (what libuv's uv_hrtime reads), which containers share with each other and their host. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** Milliseconds from `sinceNs` until now. */
export function elapsedMs(sinceNs: number): number {
  return (nowNs() - sinceNs) / 1e6;
}

/** Timers of Node count whole milliseconds and may be one late: the rest is spent looking at the clock. */
const timerSlackMs = 1.2;

/** Calls `action` at `atNs`, no earlier and, on an idle machine, no more than some microseconds later. */
export function callAt(atNs: number, action: () => void): void {
  const remainingMs = (atNs - nowNs()) / 1e6;
  if (remainingMs <= 0) {
    action();
  } else if (remainingMs > timerSlackMs) {
    setTimeout(() => callAt(atNs, action), Math.floor(remainingMs - timerSlackMs));
  } else {
    setImmediate(() => callAt(atNs, action));
  }
}
