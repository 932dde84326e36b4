/** Eight heights of a character cell. */
const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

const topLevel = blocks.length - 1;

/** Bounds between the heights of a wait, in ms: each is √10 times the previous one, so that both a millisecond and ten seconds show. */
const latencyBoundsMs: readonly number[] = Array.from({ length: topLevel }, (_, level) => 10 ** ((level + 1) / 2));

/** A wait of `ms` on a fixed logarithmic scale. */
export function latencyBlock(ms: number): string {
  const level = latencyBoundsMs.findIndex((bound) => ms < bound);
  return blocks[level === -1 ? topLevel : level] ?? '';
}

/** `value` on a linear scale from zero to `largest`; only zero gets the lowest block. */
export function linearBlock(value: number, largest: number): string {
  const level = value <= 0 || largest <= 0 ? 0 : Math.ceil((value * topLevel) / largest);
  return blocks[Math.min(topLevel, level)] ?? '';
}

/** The legend of the wait heights, from the longest to the shortest version. */
export const latencyLegends: readonly string[] = [
  `${blocks.map((block, level) => `${block} ${level === topLevel ? 'more' : `<${boundInWords(level)}`}`).join('  ')}`,
  `${blocks[0]} <${boundInWords(0)} … ${blocks[topLevel]} from ${boundInWords(topLevel - 1)}`,
  '',
];

function boundInWords(level: number): string {
  const bound = latencyBoundsMs[level] ?? 0;
  return bound < 1000 ? `${Math.floor(bound)} ms` : `${Math.floor(bound / 1000)} s`;
}
