import type { Fix } from './fix.ts';

/** Several remedies as one, applied in order. It is available only if all of them are. */
export function combinationOf(parts: readonly Fix[]) {
  return {
    id: 'combination',
    title: `together: ${parts.map(({ id }) => id).join(', ')}`,
    kind: 'remedy',
    unavailable: (server, neighbours) => parts.map((part) => part.unavailable?.(server, neighbours)).find((reason) => reason !== undefined),
    apply: (host, neighbours) => parts.reduce((current, part) => part.apply(current, neighbours), host),
  } as const satisfies Fix;
}
