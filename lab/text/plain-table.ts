import Table from 'cli-table3';

/** A table for terminals, without lines. */
export function plainTable(head: string[], colAligns: ('left' | 'right')[]): Table.Table {
  const none = [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ];
  return new Table({
    head,
    colAligns,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: { ...Object.fromEntries(none.map((name) => [name, ''])), middle: ' ' },
  });
}
