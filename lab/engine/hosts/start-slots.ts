import pLimit from 'p-limit';

/**
 * How many runs may start their hosts at a time, and how many may remove them. Both keep all cores busy: with seventeen runs at once on two
 * cores, containers were not removed within 10 s, and agents were silent for as long.
 */
const runsAtATime = 4;

/** Starts the hosts of a run when one of this process's slots is free. */
export const startSlots = pLimit(runsAtATime);

/** Removes the hosts of a run when a slot is free. */
export const removalSlots = pLimit(runsAtATime);
