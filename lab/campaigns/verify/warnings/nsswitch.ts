import type { EtcFile } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

/** Modules for `hosts` that are part of glibc. Others come in packages that the lab's images do not have. */
const modules = ['files', 'dns'];

const statuses = ['SUCCESS', 'NOTFOUND', 'UNAVAIL', 'TRYAGAIN'] as const;
type Status = (typeof statuses)[number];

/** One word of the line, with the statuses at which glibc stops there. */
interface Service {
  readonly name: string;
  readonly stopsAt: ReadonlySet<Status>;
}

/**
 * The line `hosts` of nsswitch.conf as glibc 2.36 reads it (nss/nss_database.c, nss_action_parse.c): the last of several lines applies, no
 * comment can follow it, the default is "files dns", and a line with a malformed action asks nothing. Each was tried on Debian's glibc.
 */
export function nsswitchWarnings({ path, text }: EtcFile): Warning[] {
  const lines = text.split('\n').map((line) => line.trim());
  const isHosts = (line: string): boolean => /^hosts[\s:]/.test(line);
  const index = lines.findLastIndex(isHosts);
  const warn = (weight: Warning['weight'], said: string, line = index + 1): Warning => ({ file: path, line, weight, text: said });
  if (index === -1) {
    return [warn('note', 'no line "hosts:", so glibc uses "files dns"', 1)];
  }
  const earlier = lines.findIndex(isHosts);
  const repeated =
    earlier === index ? [] : [warn('warning', `"hosts:" appears again in line ${index + 1}, and only that line applies`, earlier + 1)];
  const written = (lines[index] ?? '').replace(/^hosts[\s:]+/, '');
  const services = servicesOf(written);
  if (services === undefined || services.length === 0) {
    const what = services === undefined ? 'expected actions such as [NOTFOUND=return], got a malformed one' : 'nothing after "hosts:"';
    return [...repeated, warn('warning', `${what}: glibc asks neither hosts nor the DNS, and no client has a name`)];
  }
  const comment = written.includes('#')
    ? [warn('warning', 'a comment cannot follow here: glibc takes the words after "#" as modules')]
    : [];
  return [...repeated, ...comment, ...serviceWarnings(services, warn)];
}

/** Whether glibc asks the DNS for a client that is not in hosts, with the modules of the lab. */
export function asksDns(text: string | undefined): boolean {
  const line = text
    ?.split('\n')
    .map((each) => each.trim())
    .findLast((each) => /^hosts[\s:]/.test(each));
  const services = line === undefined ? servicesOf('files dns') : servicesOf(line.replace(/^hosts[\s:]+/, ''));
  const dns = services?.findIndex(({ name }) => name === 'dns') ?? -1;
  return dns !== -1 && !(services ?? []).slice(0, dns).some(endsSearch);
}

function endsSearch({ name, stopsAt }: Service): boolean {
  return stopsAt.has(modules.includes(name) ? 'NOTFOUND' : 'UNAVAIL');
}

function serviceWarnings(services: readonly Service[], warn: (weight: Warning['weight'], said: string) => Warning): Warning[] {
  const found: Warning[] = [];
  const names = services.map(({ name }) => name);
  if (names.includes('dns') && names.indexOf('files') > names.indexOf('dns')) {
    found.push(warn('warning', 'dns comes before files: the DNS is asked for every client, even for those in hosts'));
  }
  if (!names.includes('files')) {
    found.push(warn('warning', 'without "files" glibc does not read hosts'));
  }
  const comment = names.findIndex((name) => name.startsWith('#'));
  const missing = services
    .slice(0, comment === -1 ? undefined : comment)
    .filter((service) => !modules.includes(service.name) && !endsSearch(service))
    .map(({ name }) => name);
  if (missing.length > 0) {
    found.push(warn('note', `the lab has no module ${missing.join(', ')}; glibc goes on to the next one`));
  }
  return [...found, ...endWarnings(services, warn)];
}

/** Where an action keeps glibc from the DNS, for a client that is not in hosts, and with the lab's modules. */
function endWarnings(services: readonly Service[], warn: (weight: Warning['weight'], said: string) => Warning): Warning[] {
  const dns = services.findIndex(({ name }) => name === 'dns');
  const end = services.findIndex(endsSearch);
  const { name } = services[end] ?? {};
  if (name === undefined || dns === -1 || end >= dns) {
    return [];
  }
  return modules.includes(name)
    ? [warn('warning', `the action after ${name} ends the search: the DNS is never asked, and a client that is not in hosts has no name`)]
    : [warn('warning', `the action after ${name}, which the lab does not have, ends the search: in the lab nothing after it is asked`)];
}

/** Undefined if an action is malformed: glibc then uses nothing of the line. */
function servicesOf(written: string): Service[] | undefined {
  const services: Service[] = [];
  for (const [, name, actions] of written.matchAll(/([^\s[]+)|\[([^\]]*)(?:\]|$)/g)) {
    if (name !== undefined) {
      services.push({ name, stopsAt: new Set(['SUCCESS']) });
      continue;
    }
    const last = services.pop();
    const stopsAt = last === undefined ? undefined : withActions(last.stopsAt, actions ?? '');
    if (last === undefined || stopsAt === undefined) {
      return undefined;
    }
    services.push({ name: last.name, stopsAt });
  }
  return services;
}

function withActions(before: ReadonlySet<Status>, actions: string): ReadonlySet<Status> | undefined {
  const stopsAt = new Set(before);
  const words = actions.split(/\s+/).filter((word) => word !== '');
  for (const word of words) {
    const [, not, status = '', action = ''] = /^(!?)(\w+)=(return|continue|merge)$/i.exec(word) ?? [];
    const named = statuses.find((each) => each === status.toUpperCase());
    if (named === undefined) {
      return undefined;
    }
    for (const each of statuses.filter((one) => (one === named) !== (not === '!'))) {
      if (action.toLowerCase() === 'return') {
        stopsAt.add(each);
      } else {
        stopsAt.delete(each);
      }
    }
  }
  return words.length === 0 ? undefined : stopsAt;
}
