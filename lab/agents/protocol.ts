import { z } from 'zod';
import { faultSchema } from '../faults/index.ts';
import { identBehaviours } from '../model/ident.ts';
import { paths } from '../model/vocabulary.ts';
import { disturbanceSchema, faultEventSchema, querySchema, stalledSchema } from '../record/events.ts';
import { clockNs, connectSchema, controlQuerySchema, readingSchema } from '../record/samples.ts';

/**
 * The protocol between lab and agents, one JSON object per line: commands on an agent's stdin, replies and events on its stdout. An agent
 * ends when its stdin ends, so a killed lab leaves none behind.
 *
 *     lab ── {"id": 1, "command": "fault", "parameters": {…}} ──► agent
 *     lab ◄── {"reply": 1, "result": {…}} or {"reply": 1, "error": "…"} ── agent
 *     lab ◄── {"event": {"kind": "query", …}} ── agent
 *
 * Besides the commands of its role, every agent answers `ping`.
 */
const namedHost = z.strictObject({ name: z.string(), address: z.string() });
const credentials = z.strictObject({ user: z.string(), password: z.string() });
const nothing = z.strictObject({});

/** Joins the agent's network namespace to the run's own network, under the scenario's own addresses. */
const joinNetwork = z.strictObject({
  /** Addresses of this host on the scenario's network; the first of each family is its default source. */
  addresses: z.array(z.string()).min(1),
  /** This container's address on the engine's network, and those of the other hosts there. */
  underlay: z.string(),
  peers: z.array(z.string()),
  /** The host's MAC address on the link, if another host must know it in advance; null: any. */
  linkAddress: z.string().nullable(),
  /** Gateway for these prefixes: needs no ARP, and only one entry in the neighbour table. */
  nextHop: z
    .strictObject({
      /** Its addresses in the host's own tables, one per family; no host has them, and no packet carries them. */
      addresses: z.array(z.string()),
      linkAddress: z.string(),
      /** Its address on the engine's network. */
      underlay: z.string(),
      prefixes: z.array(z.string()),
    })
    .nullable(),
  /** The only other addresses with a route; null: everything else is on the link. */
  onLink: z.array(z.string()).nullable(),
});

export const commands = {
  dns: {
    joinNetwork,
    /** Answers queries at one address; repeat for more. With `faults` false, that address stays honest and reachable under any fault. */
    serve: z.strictObject({
      address: z.string(),
      port: z.number().int(),
      faults: z.boolean(),
      ttlSeconds: z.number().int(),
      zone: z.array(namedHost.extend({ role: z.enum(['client', 'outsider', 'other']) })),
    }),
    /** Puts a fault in force at `atNs` (at once if that is past). A fault that stops the whole process does so until `untilNs`. */
    fault: z.strictObject({ fault: faultSchema, seed: z.number().int(), atNs: clockNs, untilNs: clockNs.nullable() }),
    finish: nothing,
  },
  load: {
    joinNetwork,
    /** How this host treats ident requests. */
    ident: z.strictObject({ behaviour: z.enum(identBehaviours) }),
    run: z.strictObject({
      startNs: clockNs,
      /** Addresses (one per family) and port of the database host for paths on the network; the socket's path for those on the host. */
      target: z.strictObject({
        addresses: z.array(z.string()).min(1),
        port: z.number().int(),
        operatorPort: z.number().int(),
        socketPath: z.string(),
        /** Whether clients on the network use TLS, because the server requires it. */
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
    /** Waits until the server accepts a session, then returns `ServerFacts`. */
    attach: z.strictObject({ daemon: z.string(), socketPath: z.string(), credentials, timeoutMs: z.number() }),
    /** Returns the time on the monotonic clock, in ns. */
    clock: nothing,
    observe: z.strictObject({
      port: z.number().int(),
      operatorPort: z.number().int(),
      intervalMs: z.number().min(50),
      nameserver: z.string(),
      /** Control queries for the nameserver, sent in turn. */
      controlQuestions: z.array(z.strictObject({ type: z.enum(['A', 'AAAA', 'PTR']), name: z.string() })).min(1),
      /** When to count reads of libwrap's rules with strace; null: never. */
      traceReads: z.strictObject({ fromNs: clockNs, toNs: clockNs }).nullable(),
      controlQueryIntervalMs: z.number().min(100),
      /** A statement that empties the server's host cache, and when to send it; null: never. */
      forgetHosts: z.strictObject({ sql: z.string(), atNs: clockNs }).nullable(),
    }),
    /** Takes evidence at these times, into files of a folder in its own container. */
    takeEvidence: z.strictObject({
      folder: z.string(),
      tasks: z.array(
        z.strictObject({
          id: z.string(),
          file: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
          start: z.union([z.strictObject({ atNs: clockNs }), z.literal('end'), z.strictObject({ after: z.string() })]),
          /** When the capture ends; null: with the run. */
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
    /** Ends captures that still run, and returns an `EvidenceResult` for each task. */
    finishEvidence: nothing,
    finish: nothing,
  },
} as const;

export type Role = keyof typeof commands;
export type CommandName<R extends Role> = keyof (typeof commands)[R] & string;
export type Parameters<R extends Role, C extends CommandName<R>> = (typeof commands)[R][C] extends z.ZodType<infer Value> ? Value : never;

/** The result of the watch agent's `attach`: the running server. */
export const serverFactsSchema = z.strictObject({
  pid: z.number().int(),
  version: z.string(),
  /** Paths from /proc/PID/maps that name libwrap; empty when the process has not loaded it. */
  libwrapMaps: z.array(z.string()),
  variables: z.record(z.string(), z.string()),
});
export type ServerFacts = Readonly<z.infer<typeof serverFactsSchema>>;

/** The result of the watch agent's `finishEvidence`. */
export const evidenceResultsSchema = z.array(
  z.strictObject({ file: z.string(), fromNs: clockNs, toNs: clockNs, truncated: z.boolean(), problem: z.string().nullable() }),
);
export type EvidenceResult = Readonly<z.infer<typeof evidenceResultsSchema>[number]>;

export const requestSchema = z.strictObject({ id: z.number().int(), command: z.string(), parameters: z.unknown() });

export const pingCommand = 'ping';

const agentEventSchema = z.discriminatedUnion('kind', [
  connectSchema,
  readingSchema,
  controlQuerySchema,
  querySchema,
  faultEventSchema,
  disturbanceSchema,
  stalledSchema.omit({ role: true }),
]);
export type AgentEvent = Readonly<z.infer<typeof agentEventSchema>>;

/** The events that an agent of each role may send; any other is an error. */
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
