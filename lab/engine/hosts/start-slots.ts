import pLimit from 'p-limit';

/**
 * So many at a time. Starting and removing the hosts of a run takes the machine's whole power; with seventeen runs at once on two
 * cores, containers were not removed within 10 s, and agents silent for as long.
 */
const runsAtATime = 4;

/** Starts the hosts of a run when it is its turn among the runs of this process. */
export const startSlots = pLimit(runsAtATime);

/** The same for removing them. */
export const removalSlots = pLimit(runsAtATime);
