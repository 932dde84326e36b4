import { hostPart } from '../access/access-lines.ts';
import type { Warning } from '../access/warning.ts';
import type { AccessRule } from './hosts-access.ts';

/** Names of the hosts around the server, in lower case, and an example host for each domain above one of them. */
interface NamesAround {
  readonly hosts: ReadonlySet<string>;
  readonly exampleOf: ReadonlyMap<string, string>;
}

export function namesAround(names: readonly string[]): NamesAround {
  const hosts = new Set(names.map((name) => name.toLowerCase()));
  const exampleOf = new Map<string, string>();
  for (const name of hosts) {
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const domain = name.slice(dot + 1);
      exampleOf.set(domain, exampleOf.get(domain) ?? name);
    }
  }
  return { hosts, exampleOf };
}

/** Names without a leading dot match one host. Probably a domain is meant if other hosts are below it, or if the name has two parts. */
export function domainWarnings(rules: readonly AccessRule[], { hosts, exampleOf }: NamesAround): Warning[] {
  return rules.flatMap(({ file, line, clients }) =>
    clients
      .map(hostPart)
      .filter((name) => /^[\w-]*[a-z][\w-]*(\.[\w-]+)+$/i.test(name) && !hosts.has(name.toLowerCase()))
      .flatMap((name): Warning[] => {
        const example = exampleOf.get(name.toLowerCase());
        if (example !== undefined) {
          return [
            {
              file,
              line,
              weight: 'warning',
              text: `"${name}" matches only the host of that name, not ${example}; the domain is ".${name}"`,
            },
          ];
        }
        return name.split('.').length === 2
          ? [{ file, line, weight: 'note', text: `"${name}" matches only the host of that name; the domain is ".${name}"` }]
          : [];
      }),
  );
}
