import { faultInWords } from '../../reports/run-in-words.ts';
import type { Paint } from '../../text/paint.ts';
import { printable } from '../../text/printable.ts';
import { latencyLegends } from './blocks.ts';
import { layoutFor } from './layout.ts';
import { phaseAt, phaseBar } from './phase-bar.ts';
import type { RunSoFar } from './run-state.ts';
import { dnsRow, head, pathRow, queueRow } from './spark-rows.ts';
import { firstThatFits, renderLine, type StyledLine } from './styled-line.ts';

interface Surface {
  /** The most columns of a line. */
  readonly width: number;
  /** The most lines. */
  readonly height: number;
  readonly paint: Paint;
}

interface Row {
  readonly line: StyledLine;
  /** When there is no room for all rows, those with the lowest weight are dropped first. */
  readonly weight: number;
}

/**
 * The state of a run at `nowMs` (`null`: before it has begun), as lines for a terminal. Their number stays the same throughout a run, and
 * each path keeps its place.
 */
export function frame(run: RunSoFar, nowMs: number | null, { width, height, paint }: Surface): string[] {
  const atMs = nowMs ?? -1;
  const layout = layoutFor(width, [...run.paths.map(({ path }) => path), 'queue']);
  const rows: Row[] = [
    { line: [{ text: title(run), style: 'bold' }], weight: 2 },
    { line: [{ text: firstThatFits(status(run, nowMs), width) }], weight: 9 },
    { line: [{ text: ' '.repeat(layout.labelWidth) }, ...phaseBar(run, atMs, layout.sparkWidth)], weight: 6 },
    { line: head(layout), weight: 1 },
    ...run.paths.map((path) => ({ line: pathRow(path, run, atMs, layout), weight: 7 })),
    { line: queueRow(run, atMs, layout), weight: 5 },
    { line: dnsRow(run, atMs, layout), weight: 4 },
    { line: [{ text: ' '.repeat(layout.labelWidth) }, { text: legend(width - layout.labelWidth), style: 'dim' }], weight: 0 },
  ];
  return heaviest(rows, height).map(({ line }) => renderLine(line, width, paint).trimEnd());
}

function heaviest(rows: readonly Row[], count: number): readonly Row[] {
  const kept = new Set(
    rows
      .map((row, index) => ({ row, index }))
      .toSorted((a, b) => b.row.weight - a.row.weight || a.index - b.index)
      .slice(0, Math.max(0, count))
      .map(({ row }) => row),
  );
  return rows.filter((row) => kept.has(row));
}

function title({ plan: { scenarioName, scenario, server, seed } }: RunSoFar): string {
  const fixes = scenario.fixes.length === 0 ? '' : ` · fix ${scenario.fixes.join(', ')}`;
  return printable(`${scenarioName} · fault ${faultInWords({ manifest: { scenario } })}${fixes} · ${server.id} · seed ${seed}`);
}

/** The phase, and how much is left of it and of the run; from the longest to the shortest version. */
function status(run: RunSoFar, nowMs: number | null): string[] {
  if (nowMs === null) {
    return ['starting the hosts'];
  }
  if (nowMs >= run.totalMs) {
    return ['finished; reading the record and judging', 'finished; judging'];
  }
  const seconds = (ms: number): number => Math.ceil(ms / 1000);
  const phase = phaseAt(run, nowMs);
  const left = seconds(run.plan.windows[phase].endMs - nowMs);
  const [now, total] = [Math.floor(nowMs / 1000), seconds(run.totalMs)];
  const bare = `${phase}, ${left} s left`;
  return [`${bare} · ${now} of ${total} s, ${seconds(run.totalMs - nowMs)} s to the end`, `${bare} · ${now} of ${total} s`, bare];
}

function legend(width: number): string {
  return firstThatFits(latencyLegends, width);
}
