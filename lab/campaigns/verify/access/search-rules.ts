/** What glibc may append to a name before it asks for the name as it is. */
interface SearchRules {
  /** Names with fewer dots are first tried below the domains. The default of 1, and every number in the file. */
  readonly ndots: readonly number[];
  /** Domains of `search` and `domain`, in lower case. */
  readonly domains: readonly string[];
}

/** All that a resolv.conf says about it, even what a later line replaces: this only serves to tell names apart. */
export function searchRules(resolvConf: string): SearchRules {
  const given = [...resolvConf.matchAll(/\bndots:(\d+)/g)].map(([, dots]) => Number(dots));
  const domains = [...resolvConf.matchAll(/^(?:search|domain)[ \t](.*)$/gm)]
    .flatMap(([, list = '']) => list.split(/\s+/))
    .map((domain) => domain.toLowerCase().replace(/\.$/, ''))
    .filter((domain) => domain !== '');
  return { ndots: [...new Set([1, ...given])], domains: [...new Set(domains)] };
}
