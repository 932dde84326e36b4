import { usageError } from '../errors/lab-error.ts';
import { takesDelay, withDelay } from '../faults/capabilities.ts';
import type { Bounds, Regime } from '../scenario/regime.ts';
import { longestRunMs, type Scenario } from '../scenario/scenario-schema.ts';
import type { Server } from '../servers/server.ts';
import { withUnit } from '../text/counted.ts';
import { lengthMs, situationOf } from './situation.ts';

/** What the command line may change in a scenario so that its limits follow. */
export interface Settings {
  readonly delayMs?: number | undefined;
  readonly ratePerSecond?: number | undefined;
}

/**
 * The scenario with these settings, and with the timeline and expectations of the regime that they lead to. Pure.
 *
 * @throws LabError `usage` with the allowed range, if the scenario does not take a setting, or no regime covers it.
 */
export function inRegime(name: string, scenario: Scenario, server: Server, settings: Settings): Scenario {
  const problems = problemsOf(name, scenario, server, settings);
  if (problems.length > 0) {
    throw usageError(problems, 'choose --rate and --delay-ms within these bounds, or another scenario');
  }
  const changed = withSettings(scenario, settings);
  const { regimes, ...bare } = changed;
  const found = regimes?.map((regime) => placed(regime, changed, server)).find((each) => each !== undefined);
  return found === undefined ? bare : { ...bare, ...found };
}

/** The scenario with another rate of the network clients (other paths keep theirs) and another delay of its own fault. */
function withSettings(scenario: Scenario, { delayMs, ratePerSecond }: Settings): Scenario {
  const { fault, load } = scenario;
  return {
    ...scenario,
    fault: withDelay(fault, delayMs),
    load:
      ratePerSecond === undefined
        ? load
        : load.map((stream) =>
            stream.path === 'tcp' && 'ratePerSecond' in stream.arrivals
              ? { ...stream, arrivals: { ...stream.arrivals, ratePerSecond } }
              : stream,
          ),
  };
}

type Placed = Pick<Scenario, 'timeline' | 'expectations' | 'regime'>;

/** The parts of the scenario that the regime sets; undefined if the scenario is not in it. */
function placed({ id, text, when, timeline: own, expectations }: Regime, scenario: Scenario, server: Server): Placed | undefined {
  const situation = situationOf(scenario, server);
  const timeline =
    own === undefined
      ? scenario.timeline
      : {
          settleMs: lengthMs(own.settleMs, situation),
          baselineMs: lengthMs(own.baselineMs, situation),
          faultMs: lengthMs(own.faultMs, situation),
          recoveryMs: lengthMs(own.recoveryMs, situation),
        };
  const { delayPerTimeout, delayPerPatience, offeredLoad, queueFullAfter } = when;
  const holds =
    isWithin(situation.delayMs / situation.timeoutMs, delayPerTimeout) &&
    isWithin(situation.delayMs / situation.patienceMs, delayPerPatience) &&
    isWithin(situation.offeredLoad, offeredLoad) &&
    isWithin(situation.fillMs / timeline.faultMs, queueFullAfter) &&
    Object.values(timeline).reduce((sum, ms) => sum + ms, 0) <= longestRunMs;
  return holds ? { timeline, expectations: expectations ?? scenario.expectations, regime: { id, text } } : undefined;
}

function isWithin(value: number, bounds: Bounds | undefined): boolean {
  return bounds === undefined || (value >= (bounds.from ?? Number.NEGATIVE_INFINITY) && value < (bounds.below ?? Number.POSITIVE_INFINITY));
}

const kinds = {
  ratePerSecond: { option: '--rate', unit: 'connects a second' },
  delayMs: { option: '--delay-ms', unit: 'ms' },
} as const;
type Kind = keyof typeof kinds;

function problemsOf(name: string, scenario: Scenario, server: Server, settings: Settings): string[] {
  // If the scenario's own fault takes no delay, the delay belongs to the fault of --fault, and no limit of the scenario depends on it.
  const given = (['ratePerSecond', 'delayMs'] as const).filter(
    (kind) => settings[kind] !== undefined && (kind === 'ratePerSecond' || takesDelay(scenario.fault)),
  );
  const outside = given.filter((kind) => !isAllowed(kind, scenario, settings));
  if (outside.length === 0 && given.length > 0 && !isInSomeRegime(scenario, server, settings)) {
    outside.push(...given.slice(0, 1));
  }
  return outside.map((kind) => {
    const { option, unit } = kinds[kind];
    const others = given.filter((each) => each !== kind && !outside.includes(each));
    const beside = others.map((each) => ` with ${kinds[each].option} ${settings[each]}`).join('');
    const ranges = allowedRanges(kind, scenario, server, Object.fromEntries(others.map((each) => [each, settings[each]])));
    return ranges.length === 0
      ? `${option}: expected no value${beside}, because the expectations of ${name} hold only ${ownSettings(scenario)}; got ${settings[kind]}`
      : `${option}: expected ${ranges.map(({ from, to }) => `${inDigits(from)} to ${inDigits(to)}`).join(' or ')} ${unit} for ${name}${beside}, got ${settings[kind]}`;
  });
}

function ownSettings({ fault, load }: Scenario): string {
  const arrivals = load.find(({ path }) => path === 'tcp')?.arrivals;
  const rate =
    arrivals !== undefined && 'ratePerSecond' in arrivals
      ? `at ${withUnit(inDigits(arrivals.ratePerSecond), 'connects')} a second`
      : 'with its own arrival times';
  return takesDelay(fault) ? `${rate} and with its own delay` : rate;
}

function isAllowed(kind: Kind, { takes, load }: Scenario, settings: Settings): boolean {
  const value = settings[kind];
  const allowed = takes[kind];
  const applies = kind === 'delayMs' || load.some(({ path, arrivals }) => path === 'tcp' && 'ratePerSecond' in arrivals);
  return applies && allowed !== undefined && value !== undefined && value >= allowed.from && value <= allowed.to;
}

function isInSomeRegime(scenario: Scenario, server: Server, settings: Settings): boolean {
  const changed = withSettings(scenario, settings);
  return scenario.regimes === undefined || scenario.regimes.some((regime) => placed(regime, changed, server) !== undefined);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** How many values a search tries; narrower gaps go unnoticed. */
const steps = 400;

/**
 * The ranges of an option within which the scenario is in a regime. The bounds are found by trial, because they also depend on timeline
 * and queue; they are rounded inwards.
 */
export function allowedRanges(kind: Kind, scenario: Scenario, server: Server, others: Settings): Range[] {
  const allowed = scenario.takes[kind];
  if (allowed === undefined || !isAllowed(kind, scenario, { [kind]: allowed.from })) {
    return [];
  }
  const fits = (value: number): boolean => isInSomeRegime(scenario, server, { ...others, [kind]: value });
  const values = Array.from({ length: steps + 1 }, (_, index) => allowed.from * (allowed.to / allowed.from) ** (index / steps));
  values[steps] = allowed.to;
  const ranges: { from: number; to: number }[] = [];
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    const last = ranges.at(-1);
    if (!fits(value)) {
      if (last !== undefined && before !== undefined && last.to === before) {
        last.to = roundedInside(bound(before, value, fits), -1, fits);
      }
    } else if (last !== undefined && last.to === before) {
      last.to = value;
    } else {
      ranges.push({ from: before === undefined ? value : roundedInside(bound(value, before, fits), 1, fits), to: value });
    }
  }
  return ranges;
}

/** The last value that fits, between one that fits and one that does not. */
function bound(fitting: number, other: number, fits: (value: number) => boolean): number {
  let [inside, outside] = [fitting, other];
  for (let turn = 0; turn < 40; turn++) {
    const middle = (inside + outside) / 2;
    [inside, outside] = fits(middle) ? [middle, outside] : [inside, middle];
  }
  return inside;
}

/** To three digits, so that people can read and type the value; one unit further in `direction` if the rounded value does not fit. */
function roundedInside(value: number, direction: 1 | -1, fits: (value: number) => boolean): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
  const nearest = Number((Math.round(value / unit) * unit).toPrecision(3));
  return fits(nearest) ? nearest : Number((nearest + direction * unit).toPrecision(3));
}

function inDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
