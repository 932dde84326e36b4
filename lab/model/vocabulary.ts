/**
 * The ways in. `tcp`: clients on the network. `outsider`: clients on the network that the ACL must refuse. `socket`: connects through the
 * Unix socket on the database host. `session`: queries on one connection that was opened before the fault. `admin` and `adminOutsider`:
 * like `tcp` and `outsider`, at the server's port for operators. `localTcp`: TCP connects of a client on the database host to the
 * host's own address.
 */
export const paths = ['tcp', 'outsider', 'socket', 'session', 'admin', 'adminOutsider', 'localTcp'] as const;
export type Path = (typeof paths)[number];

/** The paths whose clients are on the database host itself. */
export const pathsOnHost: readonly Path[] = ['socket', 'session', 'localTcp'];

/** `known` clients connected before the fault, so caches may know them; `newcomers` first connect during it. */
export const clientKinds = ['known', 'newcomers'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** The phases of a run in their order. The baseline is the run's own control: the same load, before the fault. */
export const phases = ['settle', 'baseline', 'fault', 'recovery'] as const;
export type Phase = (typeof phases)[number];

/** Stages of one connect, in ms from its scheduled start. `refusal`: the server closed the connection without a greeting. */
export const stages = ['tcpConnected', 'greeting', 'authenticated', 'firstResult', 'refusal'] as const;
export type Stage = (typeof stages)[number];

/**
 * How a connect ended. `refused`: the server closed it before its greeting. `timedOut`: the client gave up waiting.
 * `failed`: anything else that went wrong. `pending`: not over at the end of the run.
 */
export const outcomes = ['ok', 'refused', 'timedOut', 'failed', 'pending'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Kinds of a port for operators. `thread` has an accept thread of its own. The common accept thread serves the others: it checks
 * `sharedFirst` before the clients' port, `sharedLast` after it.
 */
export const operatorPortKinds = ['thread', 'sharedFirst', 'sharedLast'] as const;
export type OperatorPortKind = (typeof operatorPortKinds)[number];
