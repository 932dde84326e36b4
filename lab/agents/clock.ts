/**
 * performance.now() reads the same clock as process.hrtime, but without making an object each time. A process that loses the processor
 * between the two reads finds its origin too early, by as much as 50 ms on a busy machine: of several tries, the latest is right.
 */
const originNs = Math.max(...Array.from({ length: 100 }, () => Number(process.hrtime.bigint()) - performance.now() * 1e6));

/** Nanoseconds of CLOCK_MONOTONIC (what libuv's uv_hrtime reads), which containers share with each other and their host. */
export function nowNs(): number {
  return originNs + performance.now() * 1e6;
}

/** Milliseconds from `sinceNs` until now. */
export function elapsedMs(sinceNs: number): number {
  return (nowNs() - sinceNs) / 1e6;
}

/** Timers of Node count whole milliseconds and may be one late: the rest is spent looking at the clock. */
const timerSlackMs = 1.2;

/** The longest that arriving messages wait because of a nap. */
const napMs = 0.05;
const never = new Int32Array(new SharedArrayBuffer(4));

interface Due {
  readonly atNs: number;
  readonly action: () => void;
}

/** What is to be called, the next one first. One timer serves all. */
const queue: Due[] = [];
let timer: NodeJS.Timeout | undefined;
let looking = false;

/** Calls `action` at `atNs`, no earlier and, on an idle machine, no more than a fraction of a millisecond later. */
export function callAt(atNs: number, action: () => void): void {
  const place = queue.findLastIndex((due) => due.atNs <= atNs) + 1;
  queue.splice(place, 0, { atNs, action });
  if (place === 0) {
    waitForNext();
  }
}

function waitForNext(): void {
  clearTimeout(timer);
  const [next] = queue;
  if (next === undefined || looking) {
    return;
  }
  const remainingMs = (next.atNs - nowNs()) / 1e6;
  if (remainingMs > timerSlackMs) {
    timer = setTimeout(waitForNext, Math.floor(remainingMs - timerSlackMs));
  } else {
    looking = true;
    // Asleep for a moment rather than spinning: the scheduler takes the processor away, for milliseconds, from who spins.
    Atomics.wait(never, 0, 0, Math.min(napMs, Math.max(0, remainingMs)));
    setImmediate(look);
  }
}

function look(): void {
  looking = false;
  for (let [next] = queue; next !== undefined && next.atNs <= nowNs(); [next] = queue) {
    queue.shift();
    next.action();
  }
  waitForNext();
}
