import { counted } from '../../text/counted.ts';
import { latencyBlock, linearBlock } from './blocks.ts';
import type { Layout } from './layout.ts';
import type { ConnectSlice, PathSoFar } from './path-so-far.ts';
import type { RunSoFar } from './run-state.ts';
import { sliceMs, slicesOfColumn } from './slices.ts';
import { firstThatFits, type Piece, type StyledLine } from './styled-line.ts';

/** The least upper end of a linear scale, so that one or two do not look like a flood. */
const leastLargest = 8;

/** The headings of the columns. */
export function head({ labelWidth, sparkWidth, columns }: Layout): StyledLine {
  const over = firstThatFits(['longest wait for the greeting', 'longest wait', 'wait', ''], sparkWidth);
  return [
    {
      text: `${' '.repeat(labelWidth)}${over.padEnd(sparkWidth)}${columns.map((column) => column.head.padStart(column.width)).join('')}`,
      style: 'dim',
    },
  ];
}

/** A path: its waits over time, the latest wait, and its counts. */
export function pathRow(path: PathSoFar, run: RunSoFar, nowMs: number, layout: Layout): StyledLine {
  const slices = path.slices(nowMs);
  const cells = columnsSoFar(run, nowMs, layout, (from, to) => connectCell(slices.slice(from, to)));
  const figures = layout.columns.map((column) => column.value(path, nowMs).padStart(column.width)).join('');
  return [label(path.path, layout), ...joined(cells), ...padding(layout, cells), { text: figures }];
}

function connectCell(slices: readonly (ConnectSlice | undefined)[]): Piece {
  const filled = slices.filter((slice) => slice !== undefined);
  if (filled.length === 0) {
    return { text: ' ' };
  }
  const text = latencyBlock(Math.max(...filled.map(({ worstMs }) => worstMs)));
  if (filled.some(({ bad }) => bad)) {
    return { text, style: 'red' };
  }
  return filled.some(({ waiting }) => waiting) ? { text, style: 'yellow' } : { text, style: 'green' };
}

/** The accept queue's depth over time, on a scale up to the deepest so far. */
export function queueRow(run: RunSoFar, nowMs: number, layout: Layout): StyledLine {
  const { slices, depth, limit, most } = run.queue;
  let last: number | undefined;
  const cells = columnsSoFar(run, nowMs, layout, (from, to): Piece => {
    const known = slices.slice(from, to).filter((value) => value !== undefined);
    last = known.length === 0 ? last : Math.max(...known);
    return { text: last === undefined ? ' ' : linearBlock(last, Math.max(leastLargest, most)), style: 'cyan' };
  });
  const words = depth === undefined ? ['–'] : [`${depth} of ${limit ?? '?'}, ${most} at most`, `${depth} of ${limit ?? '?'}`, `${depth}`];
  return [label('queue', layout), ...joined(cells), ...padding(layout, cells), figures(words, layout)];
}

/** Queries a second over time, and lookups that mysqld has open. */
export function dnsRow(run: RunSoFar, nowMs: number, layout: Layout): StyledLine {
  const { slices, total, inFlight } = run.dns;
  const rates = columnsSoFar(run, nowMs, layout, (from, to) => {
    const spanMs = Math.max(sliceMs, Math.min(to * sliceMs, nowMs) - from * sliceMs);
    return (1000 * slices.slice(from, to).reduce((sum, count) => sum + count, 0)) / spanMs;
  });
  const largest = Math.max(leastLargest, ...rates);
  const cells = rates.map((rate): Piece => ({ text: linearBlock(rate, largest), style: 'cyan' }));
  const rate = run.queriesPerSecond(nowMs);
  const open = inFlight ?? '–';
  const words = [
    `${counted(rate, 'query/s', 'queries/s')}, ${open} in flight, ${total} in all`,
    `${rate}/s, ${open} in flight, ${total} in all`,
    `${rate}/s, ${open} in flight`,
    `${rate}/s`,
  ];
  return [label('DNS', layout), ...joined(cells), ...padding(layout, cells), figures(words, layout)];
}

function label(text: string, { labelWidth }: Layout): Piece {
  return { text: text.padEnd(labelWidth) };
}

/** Figures without columns of their own, after a gap. */
function figures(words: readonly string[], { figuresWidth }: Layout): Piece {
  const text = firstThatFits([...words, ''], figuresWidth - 2);
  return { text: text === '' ? '' : `  ${text}` };
}

/** One value for each column of the sparklines that the run has reached. */
function columnsSoFar<Value>(run: RunSoFar, nowMs: number, { sparkWidth }: Layout, value: (from: number, to: number) => Value): Value[] {
  const values: Value[] = [];
  for (let column = 0; column < sparkWidth && (column * run.totalMs) / sparkWidth <= nowMs; column++) {
    values.push(value(...slicesOfColumn(column, sparkWidth, run.sliceCount)));
  }
  return values;
}

function padding({ sparkWidth }: Layout, cells: readonly Piece[]): Piece[] {
  return [{ text: ' '.repeat(Math.max(0, sparkWidth - cells.length)) }];
}

/** Joins neighbours of the same style into one piece: fewer bytes for the terminal. */
function joined(cells: readonly Piece[]): Piece[] {
  const pieces: Piece[] = [];
  for (const cell of cells) {
    const last = pieces.at(-1);
    if (last !== undefined && last.style === cell.style) {
      pieces[pieces.length - 1] = { ...last, text: last.text + cell.text };
    } else {
      pieces.push(cell);
    }
  }
  return pieces;
}
