import { claimedNames, withClaimedNames } from '../../../faults/capabilities.ts';
import type { FaultSettings } from '../../../faults/index.ts';
import { expandClients } from '../../../scenario/hosts-schema.ts';
import { daemons } from '../../../servers/index.ts';
import { isAbout } from '../access/access-daemons.ts';
import { fieldsOf, ruleLines, wordsOfList } from '../access/access-lines.ts';
import { decides } from '../access/access-options.ts';
import { expandedWords } from '../access/client-words.ts';
import { textOf } from '../access/etc-folder.ts';
import type { Subject } from '../host/verify-subject.ts';
import { groupAlikeNames } from './alike.ts';

/** A host name that nobody has, below a domain that the rules let in. */
const invented = 'spoofed-by-wraplab';

/**
 * The fault with the names that outsiders claim, if it is `spoofed` and names none itself. `claimCount` says how many connects of
 * outsiders it takes until each has been claimed.
 */
export function withClaims(subject: Subject, fault: FaultSettings): FaultSettings {
  return withClaimedNames(fault, () => namesToClaim(subject));
}

/** How many names outsiders claim under a fault: each outsider must try that often to claim all. 0 for a fault without claims. */
export function claimCount(subject: Subject, fault: FaultSettings): number {
  return claimedNames(withClaims(subject, fault)).length;
}

/**
 * Names that an outsider could claim to get in: one client's name of each group that nothing in the folder tells apart, every host name
 * that a rule lets in, and an invented name for every pattern of names that a rule lets in. In alphabetical order, and the same
 * whatever the order of the clients in `wraplab.yaml`.
 */
export function namesToClaim({ etc, configuration, network }: Subject): string[] {
  const clients = expandClients(network.clients).map(({ name }) => name);
  const by = { files: etc.files, faults: configuration.faults };
  const ofClients = groupAlikeNames(by, clients.toSorted()).flatMap(([first]) => first ?? []);
  const allowed = accessFiles.flatMap((file) => expandedWords(wordsThatAllow(textOf(etc, file) ?? '', file), etc.files));
  return [...new Set([...ofClients, ...allowed.flatMap((word) => nameFor(word.toLowerCase()))])].toSorted();
}

const accessFiles = ['hosts.allow', 'hosts.deny'] as const;

/** Words whose clients a rule about a MySQL server lets in: those of a rule that allows, and those after EXCEPT in a rule that denies. */
function wordsThatAllow(text: string, file: (typeof accessFiles)[number]): string[] {
  return ruleLines(text)
    .filter((line) => !line.text.startsWith('#'))
    .flatMap((line) => {
      const [named = '', clients = '', ...options] = fieldsOf(line.text);
      if (!daemons.some((daemon) => isAbout(wordsOfList(named), daemon))) {
        return [];
      }
      const allows = (decides(options) ?? (file === 'hosts.allow' ? 'allow' : 'deny')) === 'allow';
      let inExcept = 0;
      return wordsOfList(clients).filter((word) => {
        const isExcept = /^EXCEPT$/i.test(word);
        inExcept += isExcept ? 1 : 0;
        return !isExcept && (inExcept % 2 === 0) === allows;
      });
    });
}

/** A name that a word of a rule matches; none for words about addresses, and for those that match any name. */
function nameFor(word: string): string[] {
  if (word === 'local') {
    return [invented];
  }
  const isAboutNames = /[a-z]/.test(word) && !/[[/:]/.test(word) && !['all', 'known', 'unknown', 'paranoid'].includes(word);
  if (!isAboutNames) {
    return [];
  }
  const name = word.replace(/\*+/g, invented).replaceAll('?', 'x');
  const whole = `${name.startsWith('.') ? invented : ''}${name}${name.endsWith('.') ? `${invented}.invalid` : ''}`;
  return /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(whole) ? [whole] : [];
}
