import { isMap, isPair, isScalar, type ParsedNode } from 'yaml';
import { z } from 'zod';
import { describeProblems, innermostIssues } from '../../../errors/describe-problems.ts';
import { faultVariants } from '../../../faults/capabilities.ts';
import { faultIds, faultSchema } from '../../../faults/index.ts';
import { readYaml } from '../../../files/read-yaml.ts';
import { identBehaviours } from '../../../model/ident.ts';
import { streamSchema } from '../../../model/load.ts';
import { isAddress } from '../../../network/addresses.ts';
import { clientGroupSchema, clientsSchema, databaseHostSchema, namedHostSchema } from '../../../scenario/hosts-schema.ts';

const address = z.string().refine(isAddress, 'an IPv4 or IPv6 address');
const rate = z.number().positive().max(500);
const usualLimitMs = 1000;
const milliseconds = z.number().int().min(1).max(600_000);

const loadSchema = z.strictObject({
  /** Connects a second of all clients together. */
  ratePerSecond: rate.default(2),
  /** Connects a second of all outsiders together. */
  outsidersPerSecond: rate.default(0.5),
  /** How long a client waits. */
  connectTimeoutMs: streamSchema.shape.connectTimeoutMs,
});

const limitsSchema = z.strictObject({
  /** Within this time the server must have greeted or refused 95 of 100 clients. Default 1,000, or `connectTimeoutMs` where that is less. */
  greetingP95Ms: milliseconds.exactOptional(),
  /** The same for 99 of 100. Default: no such limit. */
  greetingP99Ms: milliseconds.exactOptional(),
  /** The share of clients that must get in, in percent. */
  availablePercent: z.number().min(0).max(100).default(99),
  /** New connects must be fast within this many seconds after the DNS is healthy again. Default: the time is shown, without a limit. */
  recoverySeconds: z.number().min(0).max(600).exactOptional(),
  /** What must keep outsiders out: the ACL, so that the server does not even greet them, or the accounts (`login`). */
  outsidersStopAt: z.enum(['acl', 'login']).default('acl'),
});

const timelineSchema = z.strictObject({
  settleMs: milliseconds.default(1000),
  baselineMs: milliseconds.default(6000),
  faultMs: milliseconds.default(20_000),
  recoveryMs: milliseconds.default(4000),
});

const settingsSchema = z.strictObject({
  /** The database host as clients know it. Default: the host of `hostname`, or of 127.0.1.1, with its address in `hosts`. */
  database: databaseHostSchema.pick({ name: true, address: true, secondAddress: true }).exactOptional(),
  /** Who must get in. Default: the other hosts of `hosts`. */
  clients: clientsSchema.exactOptional(),
  /** Who must stay out. Default: one stranger, invented. */
  outsiders: clientsSchema.exactOptional(),
  /** Nameservers of resolv.conf that stay healthy under every fault. Default: none. */
  honestNameservers: z.array(address).readonly().default([]),
  /** What the clients' hosts do when libwrap asks them for the user (`rfc931`, `user@host`). Default: they drop the query, as firewalls do. */
  ident: z.enum(identBehaviours).default('silence'),
  load: loadSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  /** Each by its name, or with settings. Default: all. */
  faults: z
    .array(
      z.union([z.enum(faultIds), faultSchema]).transform((fault) => (typeof fault === 'string' ? faultSchema.parse({ id: fault }) : fault)),
    )
    .min(1)
    .readonly()
    // By default a spoofed PTR does not fool libwrap; with matching forward records it does.
    .prefault([...faultIds, ...faultVariants.map(({ settings }) => settings)]),
  timeline: timelineSchema.prefault({}),
});

const configurationSchema = settingsSchema
  .check(({ value: { limits, load }, issues }) => {
    // A client that gives up before the limit never shows a longer wait.
    for (const key of ['greetingP95Ms', 'greetingP99Ms'] as const) {
      const limitMs = limits[key];
      if (limitMs !== undefined && limitMs > load.connectTimeoutMs) {
        const message = `at most the clients’ timeout (load.connectTimeoutMs: ${load.connectTimeoutMs}), got ${limitMs}`;
        issues.push({ code: 'custom', message, path: ['limits', key], input: limits });
      }
    }
  })
  .transform(({ limits, ...rest }) => ({
    ...rest,
    limits: { ...limits, greetingP95Ms: limits.greetingP95Ms ?? Math.min(usualLimitMs, rest.load.connectTimeoutMs) },
  }));

/** `wraplab.yaml`, with every default filled in. */
export type Configuration = Readonly<z.infer<typeof configurationSchema>>;

type ConfigurationRead = { readonly configuration: Configuration } | { readonly problems: readonly string[] };

/** Reads `wraplab.yaml`; problems begin with `place:LINE:`. */
export function readConfiguration(place: string, text: string): ConfigurationRead {
  const read = readYaml(text);
  if ('problems' in read) {
    return { problems: read.problems.map(({ line, message }) => `${place}:${line}: expected YAML, got: ${message}`) };
  }
  const { value, document, lineAt } = read;
  const parsed = configurationSchema.safeParse(value);
  if (parsed.success) {
    return { configuration: parsed.data };
  }
  const problems = innermostIssues(parsed.error.issues).flatMap((issue) =>
    describeProblems(value, new z.ZodError([issue]), legalAt).map((problem) => {
      const key = issue.code === 'unrecognized_keys' ? issue.keys.find((each) => problem.includes(`got "${each}"`)) : undefined;
      return `${place}:${lineAt(offsetOf(document.contents, [...issue.path, ...(key === undefined ? [] : [key])]))}: ${problem}`;
    }),
  );
  return { problems };
}

/** The line of the innermost part of `setting` that the text of a `wraplab.yaml` has, from 1. */
export function lineOfSetting(text: string, setting: readonly PropertyKey[]): number {
  const read = readYaml(text);
  return 'problems' in read ? 1 : read.lineAt(offsetOf(read.document.contents, setting));
}

/** The settings without a file. */
export const defaultConfiguration: Configuration = configurationSchema.parse({});

function legalAt([first, second]: readonly PropertyKey[]): readonly string[] {
  const parts: Readonly<Record<string, { readonly shape: object }>> = {
    load: loadSchema,
    limits: limitsSchema,
    timeline: timelineSchema,
    database: databaseHostSchema.pick({ name: true, address: true, secondAddress: true }),
  };
  if (first === 'clients' || first === 'outsiders') {
    return Object.keys((typeof second === 'number' ? namedHostSchema : clientGroupSchema).shape);
  }
  if (first === 'faults') {
    return typeof second === 'number' ? faultIds : [];
  }
  const schema = first === undefined ? settingsSchema : parts[String(first)];
  return schema === undefined ? [] : Object.keys(schema.shape);
}

/** The offset of the innermost part of `path` that the file has. */
function offsetOf(node: ParsedNode | null | undefined, [key, ...deeper]: readonly PropertyKey[]): number {
  const here = node?.range?.[0] ?? 0;
  if (key === undefined || node === null || node === undefined) {
    return here;
  }
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
    const keyOffset = (pair?.key as ParsedNode | undefined)?.range?.[0] ?? here;
    return deeper.length === 0 || pair === undefined ? keyOffset : offsetOf(pair.value as ParsedNode | null, deeper);
  }
  const item = 'items' in node && typeof key === 'number' ? (node.items[key] as ParsedNode | undefined) : undefined;
  return item === undefined ? here : offsetOf(item, deeper);
}
