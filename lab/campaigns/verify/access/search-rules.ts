/** What glibc may do with a name before it asks for it as it is. */
export interface SearchRules {
  /** Names with fewer dots are first tried below the domains: 1 by default. Every number that the file has. */
  readonly ndots: readonly number[];
  /** Domains of `search` and `domain`, in lower case. */
  readonly domains: readonly string[];
}

/** All that a resolv.conf says of it, also where a later line would replace it: this is only there to tell names apart. */
export function searchRules(resolvConf: string): SearchRules {
  const given = [...resolvConf.matchAll(/\bndots:(\d+)/g)].map(([, dots]) => Number(dots));
  const domains = [...resolvConf.matchAll(/^(?:search|domain)[ \t](.*)$/gm)]
    .flatMap(([, list = '']) => list.split(/\s+/))
    .map((domain) => domain.toLowerCase().replace(/\.$/, ''))
    .filter((domain) => domain !== '');
  return { ndots: [...new Set([1, ...given])], domains: [...new Set(domains)] };
}
