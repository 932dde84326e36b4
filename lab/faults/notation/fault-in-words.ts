import { type FaultSettings, faultOf } from '../index.ts';
import type { Only } from '../only.ts';
import { keysAndValues } from './key-values.ts';

/** A list of names or addresses is cut after this many. */
const mostItems = 3;

/**
 * The fault with all its settings, defaults too, for headings: `slow by 500 ms`, `lossy share=0.3`, `dead, only PTR`. A fault that has none is
 * its id.
 */
export function faultInWords(settings: FaultSettings): string {
  const only = 'only' in settings ? settings.only : undefined;
  return [ownSettings(settings), ...(only === undefined ? [] : [onlyInWords(only)])].join(', ');
}

function ownSettings(settings: FaultSettings): string {
  const { id } = settings;
  const own = Object.entries(settings).filter(([key, value]) => key !== 'id' && key !== 'only' && value !== undefined);
  const listed = keysAndValues(own, inShort).join(', ');
  return faultOf(id).inWords?.(settings) ?? `${id} ${listed}`.trimEnd();
}

function onlyInWords({ types, names, clients }: Only): string {
  const parts = [
    ...(types === undefined ? [] : [types.join(' and ')]),
    ...(names === undefined ? [] : [`names ${inShort(names)}`]),
    ...(clients === undefined ? [] : [`clients ${inShort(clients)}`]),
  ];
  return `only ${parts.join(' of ')}`;
}

function inShort(items: readonly unknown[]): string {
  const more = items.length - mostItems;
  return `${items.slice(0, mostItems).join('+')}${more > 0 ? ` and ${more} more` : ''}`;
}
