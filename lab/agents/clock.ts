/**
 * The origin of performance.now() on the clock of process.hrtime; reading the former does not allocate. A process that is preempted between
 * the two reads puts the origin too early, by as much as 50 ms on a busy machine: the latest of several tries is right.
 */
const originNs = Math.max(...Array.from({ length: 100 }, () => Number(process.hrtime.bigint()) - performance.now() * 1e6));

/** Nanoseconds of CLOCK_MONOTONIC (see libuv's uv_hrtime), which containers share with each other and their host. */
export function nowNs(): number {
  return originNs + performance.now() * 1e6;
}

/** Milliseconds from `sinceNs` until now. */
export function elapsedMs(sinceNs: number): number {
  return (nowNs() - sinceNs) / 1e6;
}

/** Node's timers count whole milliseconds and may be one late: the remaining time is spent polling the clock. */
const timerSlackMs = 1.2;

/** The longest delay that a nap adds for arriving messages. */
const napMs = 0.05;
const never = new Int32Array(new SharedArrayBuffer(4));

interface Due {
  readonly atNs: number;
  readonly action: () => void;
}

/** Pending calls, the next one first. One timer serves all. */
const queue: Due[] = [];
let timer: NodeJS.Timeout | undefined;
let polling = false;

/** Calls `action` at `atNs`: never earlier, and at most a fraction of a millisecond later on an idle machine. */
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
  if (next === undefined || polling) {
    return;
  }
  const remainingMs = (next.atNs - nowNs()) / 1e6;
  if (remainingMs > timerSlackMs) {
    timer = setTimeout(waitForNext, Math.floor(remainingMs - timerSlackMs));
  } else {
    polling = true;
    // Sleeps briefly instead of spinning: the scheduler preempts threads that busy-wait, for milliseconds.
    Atomics.wait(never, 0, 0, Math.min(napMs, Math.max(0, remainingMs)));
    setImmediate(poll);
  }
}

function poll(): void {
  polling = false;
  for (let [next] = queue; next !== undefined && next.atNs <= nowNs(); [next] = queue) {
    queue.shift();
    next.action();
  }
  waitForNext();
}
