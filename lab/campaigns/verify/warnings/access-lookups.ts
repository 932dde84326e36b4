import { isAbout, serverPart } from '../access/access-daemons.ts';
import { looksUp } from '../access/access-options.ts';
import { needsName } from '../access/access-patterns.ts';
import type { AccessRule, PatternsIn } from './hosts-access.ts';

/** Whether libwrap can ask for a name in the server's accept thread: for a pattern, for an option, or for the server's own address. */
export function canLookUp(rules: readonly AccessRule[], daemon: string, patternsIn: PatternsIn): boolean {
  const about = rules.filter(({ daemons }) => isAbout(daemons, daemon));
  const end = about.findIndex(({ daemons, clients }) => isPlain(clients) && daemons.every((word) => serverPart(word) === undefined));
  return (end === -1 ? about : about.slice(0, end + 1)).some(
    ({ daemons, clients, options }, index) =>
      daemons.some((word) => needsName(serverPart(word) ?? 'ALL', patternsIn)) ||
      options.some(looksUp) ||
      (index !== end && clients.some((word) => needsName(word, patternsIn))),
  );
}

/** Whether a rule begins with ALL and has no EXCEPT: libwrap then compares no further word and no further rule. */
function isPlain(clients: readonly string[]): boolean {
  return /^ALL$/i.test(clients[0] ?? '') && !clients.some((word) => /^EXCEPT$/i.test(word));
}
