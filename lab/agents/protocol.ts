import { z } from 'zod';
import { faultSchema } from '../faults/index.ts';
import { identBehaviours } from '../model/ident.ts';
import { paths } from '../model/vocabulary.ts';
import { disturbanceSchema, faultEventSchema, querySchema, stalledSchema } from '../record/events.ts';
import { clockNs, connectSchema, controlQuerySchema, readingSchema } from '../record/samples.ts';

/**
 * What lab and agents say to each other, one JSON object a line: commands on an agent's stdin, replies and events on its
 * stdout. An agent ends when its stdin ends, so a lab that was killed leaves none behind.
 *
 *     lab ── {"id": 1, "command": "fault", "parameters": {…}} ──► agent
 *     lab ◄── {"reply": 1, "result": {…}} or {"reply": 1, "error": "…"} ── agent
 *     lab ◄── {"event": {"kind": "query", …}} ── agent
 *
 * Beside the commands of its role every agent answers `ping`, as long as it is there to do so.
 */
const namedHost = z.strictObject({ name: z.string(), address: z.string() });
const credentials = z.strictObject({ user: z.string(), password: z.string() });
const nothing = z.strictObject({});

/** Joins the agent's network namespace to the run's own network, under the scenario's own addresses. */
const joinNetwork = z.strictObject({
  /** Addresses of this host on the scenario's network; the first is the one it speaks from by default. */
  addresses: z.array(z.string()).min(1),
  /** This container's address on the engine's network, and those of the other hosts there. */
  underlay: z.string(),
  peers: z.array(z.string()),
  /** What the host has as MAC address on the link, where another host must know it beforehand; null: any. */
  linkAddress: z.string().nullable(),
  /** Where everything of these prefixes is sent, without a question to the link and without an entry for each in the neighbour table. */
  nextHop: z
    .strictObject({
      /** Under which the host's tables know it, one a family; in no packet, and nobody's. */
      addresses: z.array(z.string()),
      linkAddress: z.string(),
      /** That host's address on the engine's network. */
      underlay: z.string(),
      prefixes: z.array(z.string()),
    })
    .nullable(),
  /** The only other addresses that it has a route to; null: everything else is on the link. */
  onLink: z.array(z.string()).nullable(),
});

export const commands = {
  dns: {
    joinNetwork,
    /** Answers at one address; again for another. Where `faults` is false, it stays honest and reachable whatever is in force. */
    serve: z.strictObject({
      address: z.string(),
      port: z.number().int(),
      faults: z.boolean(),
      ttlSeconds: z.number().int(),
      zone: z.array(namedHost.extend({ role: z.enum(['client', 'outsider', 'other']) })),
    }),
    /** Puts a fault in force at `atNs` (at once when that is past). One that stops the whole process does so until `untilNs`. */
    fault: z.strictObject({ fault: faultSchema, seed: z.number().int(), atNs: clockNs, untilNs: clockNs.nullable() }),
    finish: nothing,
  },
  load: {
    joinNetwork,
    /** How this host treats what asks it for the user of a connection. */
    ident: z.strictObject({ behaviour: z.enum(identBehaviours) }),
    run: z.strictObject({
      startNs: clockNs,
      /** The host's addresses, one a family, and port for the paths on the network; the socket's path for those on the database host. */
      target: z.strictObject({
        addresses: z.array(z.string()).min(1),
        port: z.number().int(),
        operatorPort: z.number().int(),
        socketPath: z.string(),
        /** Whether clients on the network speak TLS, which the server wants of them. */
        tls: z.boolean(),
      }),
      credentials,
      arrivals: z.array(
        z.strictObject({
          id: z.number().int(),
          path: z.enum(paths),
          source: z.string().nullable(),
          atMs: z.number(),
          connectTimeoutMs: z.number(),
          retryDelaysMs: z.array(z.number()).readonly(),
          idleConnections: z.number().int(),
          quits: z.boolean(),
        }),
      ),
      /** How often to sample this host's TCP states; null: not at all. */
      readTcpStatesEveryMs: z.number().min(50).nullable(),
    }),
    /** Opens the connection that the path `session` uses. */
    openSession: z.strictObject({ socketPath: z.string(), credentials }),
    /** Marks what is still open as pending and reports it. */
    finish: nothing,
  },
  watch: {
    joinNetwork,
    /** Loads an nftables ruleset on the database host. */
    loadFirewall: z.strictObject({ ruleset: z.string() }),
    /** Waits for the server's session, then says what runs there. */
    attach: z.strictObject({ daemon: z.string(), socketPath: z.string(), credentials, timeoutMs: z.number() }),
    /** Answers the time on the monotonic clock, in ns. */
    clock: nothing,
    observe: z.strictObject({
      port: z.number().int(),
      operatorPort: z.number().int(),
      intervalMs: z.number().min(50),
      nameserver: z.string(),
      /** What to ask the nameserver in turns. */
      controlQuestions: z.array(z.strictObject({ type: z.enum(['A', 'AAAA', 'PTR']), name: z.string() })).min(1),
      /** While to count reads of libwrap's rules with strace; null: never. */
      traceReads: z.strictObject({ fromNs: clockNs, toNs: clockNs }).nullable(),
      controlQueryIntervalMs: z.number().min(100),
      /** A statement that empties the server's host cache, and when to send it; null: never. */
      forgetHosts: z.strictObject({ sql: z.string(), atNs: clockNs }).nullable(),
    }),
    /** Takes evidence at these times, into files of a folder of its own container. */
    takeEvidence: z.strictObject({
      folder: z.string(),
      tasks: z.array(
        z.strictObject({
          id: z.string(),
          file: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
          start: z.union([z.strictObject({ atNs: clockNs }), z.literal('end'), z.strictObject({ after: z.string() })]),
          /** When a capture is ended; null: with the run. */
          untilNs: clockNs.nullable(),
          task: z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.enum(['look', 'capture']), command: z.array(z.string()).min(1) }),
            z.strictObject({ kind: z.literal('query'), sql: z.string() }),
          ]),
          whileStuck: z.boolean(),
          disturbs: z.boolean(),
          limitBytes: z.number().int().positive(),
        }),
      ),
    }),
    /** Ends the evidence that is still being taken, and answers what came of each. */
    finishEvidence: nothing,
    finish: nothing,
  },
} as const;

export type Role = keyof typeof commands;
export type CommandName<R extends Role> = keyof (typeof commands)[R] & string;
export type Parameters<R extends Role, C extends CommandName<R>> = (typeof commands)[R][C] extends z.ZodType<infer Value> ? Value : never;

/** What the watch agent's `attach` answers: the server as it runs. */
export const serverFactsSchema = z.strictObject({
  pid: z.number().int(),
  version: z.string(),
  /** Lines of /proc/PID/maps that name libwrap; empty when the process has not loaded it. */
  libwrapMaps: z.array(z.string()),
  variables: z.record(z.string(), z.string()),
});
export type ServerFacts = Readonly<z.infer<typeof serverFactsSchema>>;

/** What the watch agent's `finishEvidence` answers. */
export const evidenceResultsSchema = z.array(
  z.strictObject({ file: z.string(), fromNs: clockNs, toNs: clockNs, truncated: z.boolean(), problem: z.string().nullable() }),
);
export type EvidenceResult = Readonly<z.infer<typeof evidenceResultsSchema>[number]>;

export const requestSchema = z.strictObject({ id: z.number().int(), command: z.string(), parameters: z.unknown() });

export const pingCommand = 'ping';

export const agentEventSchema = z.discriminatedUnion('kind', [
  connectSchema,
  readingSchema,
  controlQuerySchema,
  querySchema,
  faultEventSchema,
  disturbanceSchema,
  stalledSchema.omit({ role: true }),
]);
export type AgentEvent = Readonly<z.infer<typeof agentEventSchema>>;

/** What an agent of each role may tell; anything else is not from it. */
export const eventsOf: Readonly<Record<Role, readonly AgentEvent['kind'][]>> = {
  dns: ['query', 'fault', 'heldUp'],
  load: ['connect', 'reading', 'heldUp'],
  watch: ['reading', 'canary', 'disturbance', 'heldUp'],
};

export const messageSchema = z.union([
  z.strictObject({ event: agentEventSchema }),
  z.strictObject({ reply: z.number().int(), result: z.unknown() }),
  z.strictObject({ reply: z.number().int(), error: z.string() }),
]);
