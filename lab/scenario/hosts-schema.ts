import { z } from 'zod';
import { certificates, linkages, resolverCaches } from '../model/database-host.ts';
import { addressAfter, isAddress, type NamedHost } from '../network/addresses.ts';

export const addressSchema = z.string().refine(isAddress, 'an IPv4 or IPv6 address');
const hostName = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, 'a full host name in lower case');

export const sysctlsSchema = z.record(z.string().regex(/^net\./, 'a sysctl of the network namespace (net.…)'), z.string());

/** A host of a user's own network, where names may have a single label, or an underscore. */
export const namedHostSchema = z.strictObject({
  name: z
    .string()
    .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/, 'a host name in lower case')
    .describe('Its name.'),
  address: addressSchema.describe('Its address.'),
});

export const databaseHostSchema = z.strictObject({
  name: namedHostSchema.shape.name.describe("Fully qualified host name; also the container's hostname."),
  address: addressSchema.describe('The address on the scenario’s network, IPv4 or IPv6, that clients connect to.'),
  secondAddress: addressSchema.exactOptional().describe('Its address of the other family, for clients of that family. Default: none.'),
  files: z
    .record(z.string().regex(/^\/etc\/[^\0]+$/, 'a path below /etc'), z.string())
    .describe(
      "Files by absolute path, with their whole content. `{daemon}` in them stands for the server's program name (`mariadbd`, `mysqld`), which libwrap compares with the rules; so a host fits any server.",
    ),
  serverOptions: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]*$/, 'the name of a server option'), z.string())
    .describe('Options of mysqld, as in a section `[mysqld]`: name to value.'),
  sysctls: sysctlsSchema.describe("Sysctls of the host's own network namespace, name to value."),
  firewall: z.string().exactOptional().describe("An nftables ruleset for the host's network namespace. Default: no packet filter."),
  certificate: z
    .enum(certificates)
    .exactOptional()
    .describe(
      'A certificate for TLS, instead of the one that the option files name. Default: that one, or the one that the server makes itself.',
    ),
  resolverCache: z
    .enum(resolverCaches)
    .exactOptional()
    .describe('A program on the host that caches DNS answers; its configuration is one of `files`. Default: none.'),
  libwrap: z.enum(linkages).exactOptional().describe('Whether the server program is linked against libwrap. Default: linked.'),
  accountHosts: z
    .array(addressSchema)
    .readonly()
    .exactOptional()
    .describe("Addresses from which MySQL's accounts may be used, in addition to the host itself. Default: anywhere (`%`)."),
  reachableFrom: z
    .array(addressSchema)
    .readonly()
    .exactOptional()
    .describe('Addresses that have a route to the host and back. Default: all.'),
});

/** Client hosts `<prefix>-1.<domain>`, `<prefix>-2.<domain>` …, at consecutive addresses. */
export const clientGroupSchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes')
    .describe('What their names begin with.'),
  domain: hostName.describe('What their names end with.'),
  firstAddress: addressSchema.describe('The address of the first.'),
  count: z.number().int().min(1).max(4096).describe('How many there are.'),
});

/** Clients: a group, or a list of names and addresses. */
export const clientsSchema = z.union([clientGroupSchema, z.array(namedHostSchema).min(1).max(4096).readonly()]);
export type Clients = Readonly<z.infer<typeof clientsSchema>>;

/** The hosts of a client group, in order of their addresses, or those of a list. */
export function expandClients(clients: Clients): readonly NamedHost[] {
  return 'count' in clients
    ? Array.from({ length: clients.count }, (_, index) => ({
        name: `${clients.prefix}-${index + 1}.${clients.domain}`,
        address: addressAfter(clients.firstAddress, index),
      }))
    : clients;
}
