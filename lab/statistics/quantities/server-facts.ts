import type { QuantityKinds } from './quantity-kind.ts';

/** What the server says of itself, whatever the phase. */
export const serverFacts = {
  variable: {
    meaning: 'a system variable as the running server reports it',
    unit: '',
    measure(record, { name }) {
      const value = record.manifest.server?.variables[name] ?? null;
      return { value, samples: value === null ? 0 : 1 };
    },
  },
  logLines: {
    meaning: 'lines of the server’s error log, of the whole run, that contain one of these texts',
    unit: 'lines',
    measure(record, { containing }) {
      const lines = record.events.flatMap((event) => (event.kind === 'log' && event.role === 'database' ? [event.line] : []));
      const texts = typeof containing === 'string' ? [containing] : containing;
      return { value: lines.filter((line) => texts.some((text) => line.includes(text))).length, samples: lines.length };
    },
  },
  linkage: {
    meaning: 'the libwrap that the server’s program is linked against, or that its process has loaded',
    unit: '',
    measure(record, { by }) {
      const text = by === 'ldd' ? record.manifest.server?.ldd : record.manifest.server?.libwrapMaps.join('\n');
      const library = /libwrap\.so\.\d+/.exec(text ?? '')?.[0] ?? 'no libwrap';
      return { value: text === undefined ? null : library, samples: text === undefined ? 0 : 1 };
    },
  },
} as const satisfies Partial<QuantityKinds>;
