import type { DatabaseHost } from '../model/database-host.ts';
import { hostAsFiles } from '../model/host-files.ts';
import type { Arrival } from '../model/timeline.ts';
import { type Phase, phases } from '../model/vocabulary.ts';
import type { NamedHost } from '../network/addresses.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedContainers } from '../plan/planned-containers.ts';
import { nameserversOf } from '../scenario/nameservers.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Paint } from '../text/paint.ts';
import { plainTable } from '../text/plain-table.ts';
import { printable } from '../text/printable.ts';

/** A plan for people: timeline, load, hosts with their files after the fixes, fault, and what a run of it would start. */
export function planAsText(plan: Plan, paint: Paint): string {
  const { scenario, seed, server } = plan;
  const fixes = scenario.fixes.length === 0 ? 'no fixes' : `fix ${scenario.fixes.join(', ')}`;
  const regime = scenario.regime === undefined ? [] : [`regime ${scenario.regime.id}: ${scenario.regime.text}`];
  const part = (title: string, lines: readonly string[]): string => [paint('bold', title), ...lines.map((line) => `  ${line}`)].join('\n');
  return `${printable(
    [
      [`${paint('bold', plan.scenarioName)}  ${scenario.title}`, `${fixes} · ${server.id} · seed ${seed}`, ...regime].join('\n'),
      part('timeline', timeline(plan)),
      part('load: arrivals by path and phase', load(plan)),
      part('fault', fault(plan)),
      part('clients', clients(plan)),
      part(`database host ${plan.host.name}`, host(plan.host, plan)),
      part(
        'expectations',
        scenario.expectations.map(({ id, text }) => `${id}: ${text}`),
      ),
      part('a run would start, on a network of its own', started(plan)),
      'Nothing was started.',
    ].join('\n\n'),
  )}\n`;
}

function timeline({ windows }: Plan): string[] {
  const rows = plainTable(['phase', 'from', 'to', 'length'], ['left', 'right', 'right', 'right']);
  for (const phase of phases) {
    const { startMs, endMs } = windows[phase];
    rows.push([phase, seconds(startMs), seconds(endMs), seconds(endMs - startMs)]);
  }
  return linesOf(rows);
}

function load({ arrivals, windows, scenario }: Plan): string[] {
  const rows = plainTable(
    ['path', ...phases, 'all', 'connect timeout', 'tries'],
    ['left', ...phases.map(() => 'right' as const), 'right', 'right', 'right'],
  );
  const phaseOf = ({ atMs }: Arrival): Phase | undefined =>
    phases.find((phase) => atMs >= windows[phase].startMs && atMs < windows[phase].endMs);
  for (const { path } of scenario.load) {
    const own = arrivals.filter((arrival) => arrival.path === path);
    const [first] = own;
    const counts = phases.map((phase) => String(own.filter((arrival) => phaseOf(arrival) === phase).length));
    rows.push([
      path,
      ...counts,
      String(own.length),
      first === undefined ? '' : seconds(first.connectTimeoutMs),
      first === undefined ? '' : tries(own),
    ]);
  }
  return linesOf(rows);
}

function tries(arrivals: readonly Arrival[]): string {
  // Connects that fill a pool do not try again.
  const most = Math.max(...arrivals.map(({ retryDelaysMs }) => retryDelaysMs.length));
  return most === 0 ? '1' : `up to ${most + 1}`;
}

function fault({ scenario, windows }: Plan): string[] {
  const { startMs, endMs } = windows.fault;
  const servers = nameserversOf(scenario).map(
    ({ address, suffersFault }) => `nameserver ${address}${suffersFault ? '' : ', which stays honest'}`,
  );
  return [`${faultInFull(scenario.fault)}, from ${seconds(startMs)} to ${seconds(endMs)}`, ...servers];
}

/** With every setting, those by default too. */
function faultInFull({ id, ...settings }: Scenario['fault']): string {
  const pairs = Object.entries(settings).map(
    ([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return [id, ...pairs].join(', ');
}

function clients({ clients: allowed, outsiders, scenario: { newcomers } }: Plan): string[] {
  const held =
    newcomers === undefined
      ? []
      : [`${Number((newcomers.share * 100).toFixed(2))} % of them are held back until ${seconds(newcomers.afterMs)} into the fault`];
  return [`network clients: ${hosts(allowed)}`, ...held, `outsiders: ${hosts(outsiders)}`];
}

function hosts(list: readonly NamedHost[]): string {
  const [first, last] = [list[0], list.at(-1)];
  if (first === undefined || last === undefined) {
    return 'none';
  }
  const inWords = ({ name, address }: NamedHost): string => `${name} (${address})`;
  return list.length === 1 ? inWords(first) : `${list.length}, ${inWords(first)} to ${inWords(last)}`;
}

/** The host's own files, and what else a fix may change as files; then what the server gets beside its own options. */
function host(own: DatabaseHost, { server }: Plan): string[] {
  const files = Object.entries(hostAsFiles(own)).flatMap(([path, text]) => [`${path}:`, ...indented(text)]);
  const options = Object.entries(server.options).map(([name, value]) => (value === '' ? name : `${name} = ${value}`));
  return [
    `address ${[own.address, own.secondAddress].filter(Boolean).join(' and ')}`,
    ...files,
    `options of ${server.id} in the lab, which those of the host override:`,
    ...indented(options.join('\n')),
  ];
}

function started(plan: Plan): string[] {
  const rows = plainTable(['container', 'image', 'what is in it'], ['left', 'left', 'left']);
  for (const { name, image, holds } of plannedContainers(plan)) {
    rows.push([name, image, holds]);
  }
  return linesOf(rows);
}

function indented(text: string): string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `    ${line}`);
}

function linesOf(rows: ReturnType<typeof plainTable>): string[] {
  return rows
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}
