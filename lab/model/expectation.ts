import { z } from 'zod';
import { clientReadings, serverReadings } from './readings.ts';
import { clientKinds, outcomes, paths, phases, stages } from './vocabulary.ts';

const statistic = z.enum(['min', 'p50', 'p95', 'p99', 'max']);

/** A range of steps of a stepped rate: the first and the last, counted from 1. */
const stepRange = z.strictObject({ from: z.number().int().min(1), to: z.number().int().min(1) });
export type StepRange = Readonly<z.infer<typeof stepRange>>;

/** What an expectation measures. `statistics/measure.ts` measures each; a new kind is an entry here and one there. */
export const quantitySchema = z.discriminatedUnion('of', [
  /**
   * A stage of the connects of a path, in ms from the scheduled start. A connect that gave up or is still pending counts as at least that
   * long; one that ended before the stage, for example refused, does not count. `steps`: only connects that began in these steps of the
   * path's rate, instead of a phase.
   */
  z.strictObject({ of: z.literal('stage'), path: z.enum(paths), stage: z.enum(stages), statistic, steps: stepRange.exactOptional() }),
  /**
   * How long the clients of a path waited, in ms (see `statistics/waited.ts`); giving up also ends a wait. A wait that is not over counts
   * as at least that long.
   */
  z.strictObject({ of: z.literal('elapsed'), path: z.enum(paths), statistic }),
  /**
   * How long the clients of a path waited, in ms (see `statistics/waited.ts`). In the fault phase only those count that came while the DNS
   * was wrong; a wait that was not over when the DNS healed counts as at least that long.
   */
  z.strictObject({
    of: z.literal('wait'),
    path: z.enum(paths),
    statistic: z.enum(['p50', 'p95', 'p99']),
    clients: z.enum(clientKinds).exactOptional(),
  }),
  /**
   * The share, in percent, of the decided clients of a path that got in, at any try. In the fault phase a client counts as decided only if
   * that happened while the DNS was wrong.
   */
  z.strictObject({ of: z.literal('available'), path: z.enum(paths), clients: z.enum(clientKinds).exactOptional() }),
  /**
   * How many decided connects of a path got in: past the ACL (`acl`: the server greeted them), or logged in (`login`). `everyHost`: it is
   * not confirmed until each host of the path has been decided.
   */
  z.strictObject({
    of: z.literal('admitted'),
    path: z.enum(paths),
    by: z.enum(['acl', 'login']),
    everyHost: z.literal(true).exactOptional(),
  }),
  /** How many hosts of a path tried fewer than `atLeast` times; in the fault phase, while the DNS was wrong. */
  z.strictObject({ of: z.literal('idleHosts'), path: z.enum(paths), atLeast: z.number().int().min(1) }),
  /** How many connects of a path had this outcome, or their share in percent. */
  z.strictObject({ of: z.literal('outcome'), path: z.enum(paths), outcome: z.enum(outcomes), as: z.enum(['count', 'percent']) }),
  /**
   * The share, in percent, of a path's connects that were turned away: by libwrap, a packet filter, a missing route, or mysqld's accounts.
   * A connect that only waited in vain behind others was not turned away: nothing has decided about it.
   */
  z.strictObject({ of: z.literal('turnedAway'), path: z.enum(paths) }),
  /** How many connects of a path ended with this error code of the driver or the system, such as EADDRNOTAVAIL. */
  z.strictObject({ of: z.literal('error'), path: z.enum(paths), code: z.string().min(1) }),
  /** A reading of the database host or of the client hosts (see `readings.ts`); `increase` is the last minus the first. */
  z
    .strictObject({
      of: z.literal('reading'),
      side: z.enum(['server', 'client']),
      name: z.enum(serverReadings),
      statistic: z.enum(['min', 'mean', 'max', 'increase']),
    })
    .refine(({ side, name }) => side === 'server' || clientReadings.some((known) => known === name), {
      path: ['name'],
      message: `expected a reading of the client hosts (${clientReadings.join(', ')})`,
    }),
  /** Queries about clients of a path, by the ledger, per connect that reached the server. */
  z.strictObject({ of: z.literal('lookups'), path: z.enum(paths), type: z.enum(['PTR', 'forward']) }),
  /** A system variable, as the running server reports it. */
  z.strictObject({ of: z.literal('variable'), name: z.string().min(1) }),
  /** Seconds from the end of the fault until later connects of the path are as fast as in the baseline, or faster than `withinMs`. */
  z.strictObject({ of: z.literal('recovery'), path: z.enum(paths), withinMs: z.number().positive().exactOptional() }),
  /** How long it took until connects of a path ended with this error code, in ms. */
  z.strictObject({ of: z.literal('errorTime'), path: z.enum(paths), code: z.string().min(1), statistic }),
  /** The share, in percent, of the waiting time of slow connects during which the accept thread had a DNS lookup open; by the ledger. */
  z.strictObject({ of: z.literal('cause') }),
  /** Tries per client of a path whose clients try again. */
  z.strictObject({ of: z.literal('attempts'), path: z.enum(paths) }),
  /** The share, in percent, of the clients of a path that got in, at any try. */
  z.strictObject({ of: z.literal('served'), path: z.enum(paths) }),
  /** How long connects of a path stay slow after the last client of another path has left, in ms. */
  z.strictObject({ of: z.literal('blocked'), path: z.enum(paths), after: z.enum(paths) }),
  /** The rate above which the accept queue grows, in connects a second, for a path with stepped arrivals. */
  z.strictObject({ of: z.literal('knee'), path: z.enum(paths) }),
  /** How fast the accept queue still grew during the second half of the last outage, in connections a second. */
  z.strictObject({ of: z.literal('queueAtEnd') }),
  /** How fast the accept queue grew during these steps of the path's rate, in connections a second. */
  z.strictObject({ of: z.literal('queueGrowth'), path: z.enum(paths), steps: stepRange }),
  /** A reading of the database host that counts from 0, per connect of these paths that reached the server. */
  z.strictObject({ of: z.literal('perConnect'), reading: z.enum(serverReadings), paths: z.array(z.enum(paths)).min(1).readonly() }),
  /** Queries a second that reached the nameserver, or the median time that it took to answer them, in ms. */
  z.strictObject({ of: z.literal('queries'), as: z.enum(['perSecond', 'answerMs']) }),
  /** Lines of the server's error log, of the whole run, that contain this text, or any of these: servers differ in their words. */
  z.strictObject({ of: z.literal('logLines'), containing: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]) }),
  /** The libwrap that the server's program is linked against (`ldd`) or that its process has loaded (`process`). */
  z.strictObject({ of: z.literal('linkage'), by: z.enum(['ldd', 'process']) }),
]);
export type Quantity = Readonly<z.infer<typeof quantitySchema>>;

/** A bound in the quantity's unit: a number, or relative to what the run injected or measured. */
export const limitSchema = z.union([
  z.number(),
  /** Times the delay that the scenario's fault adds to one answer. */
  z.strictObject({ timesInjectedDelay: z.number().positive() }),
  /** Times the same quantity in the baseline, but at least `floor`. */
  z.strictObject({ timesBaseline: z.number().positive(), floor: z.number().min(0).default(0) }),
  /** Times the time that a lookup takes to fail, by the host's resolv.conf (timeout × attempts), when no nameserver answers. */
  z.strictObject({ timesResolverGivesUp: z.number().positive() }),
  /** Times the connects a second that one accept thread can take: 1 / (two lookups of the injected delay). */
  z.strictObject({ timesCapacity: z.number().positive() }),
  /** The share, in percent, of two lookups of the injected delay in the time per client, when the server takes this many ms for the rest. */
  z.strictObject({ lookupsBesideMs: z.number().positive() }),
]);
export type Limit = Readonly<z.infer<typeof limitSchema>>;

export const expectationSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and dashes'),
    /** The claim as one sentence. */
    text: z.string().min(1),
    measure: quantitySchema,
    /** The phase whose connects and readings count, or `all`. A connect belongs to the phase in which it was scheduled to start. */
    phase: z.enum([...phases, 'all']).default('fault'),
    /** Only this part of the phase, in ms from its beginning. Default: the whole phase. */
    within: z.strictObject({ fromMs: z.number().min(0), untilMs: z.number().positive() }).exactOptional(),
    atLeast: limitSchema.optional(),
    atMost: limitSchema.optional(),
    is: z.string().optional(),
    /** Instead of a limit: the quantity is measured and shown, but decides nothing. */
    isShown: z.literal(true).exactOptional(),
    /** Fewer samples than this make the expectation inconclusive. */
    minimumSamples: z.number().int().min(1).default(1),
    /** The verdict when the limit is missed. Default: refuted. */
    otherwise: z.literal('inconclusive').exactOptional(),
  })
  .refine(
    ({ atLeast, atMost, is, isShown }) => [atLeast, atMost, is, isShown].filter((limit) => limit !== undefined).length === 1,
    'expected exactly one of "atLeast", "atMost", "is" and "isShown"',
  )
  .refine(({ phase, within }) => phase !== 'all' || within === undefined, 'expected a single phase with "within", got "all"');
export type Expectation = Readonly<z.infer<typeof expectationSchema>>;
export type ExpectationInput = Readonly<z.input<typeof expectationSchema>>;
