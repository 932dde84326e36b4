import { faultIds, faultSchema } from '../faults/index.ts';
import { expectationSchema, quantitySchema } from '../model/expectation.ts';
import { arrivalsSchema, streamSchema } from '../model/load.ts';
import { clientGroupSchema, databaseHostSchema, namedHostSchema } from './hosts-schema.ts';
import { scenarioSchema } from './scenario-schema.ts';

/** The keys that a scenario may have at `path`, or the values if a value decides the form; a problem suggests the nearest. */
export function legalInScenario(path: readonly PropertyKey[]): readonly string[] {
  const [first, second, third, fourth] = path;
  if (first === 'fault') {
    return second === 'id' ? faultIds : second === undefined ? keysOf(faultSchema.options) : [];
  }
  if (third === 'measure') {
    return fourth === 'of' ? quantitySchema.options.map((option) => option.shape.of.value) : keysOf(quantitySchema.options);
  }
  if (third === 'arrivals') {
    return fourth === 'process' ? arrivalsSchema.options.map((option) => option.shape.process.value) : keysOf(arrivalsSchema.options);
  }
  const parts: Readonly<Record<string, { readonly shape: object }>> = {
    host: databaseHostSchema,
    timeline: scenarioSchema.shape.timeline,
    clients: clientsPart(path),
    load: streamSchema,
    expectations: expectationSchema,
  };
  const schema = first === undefined ? scenarioSchema : parts[String(first)];
  return schema === undefined ? [] : Object.keys(schema.shape);
}

function clientsPart([, second, third]: readonly PropertyKey[]): { readonly shape: object } {
  if (second === undefined) {
    return scenarioSchema.shape.clients;
  }
  return typeof third === 'number' ? namedHostSchema : clientGroupSchema;
}

/** The keys of all forms. */
function keysOf(forms: readonly { readonly shape: object }[]): string[] {
  return [...new Set(forms.flatMap(({ shape }) => Object.keys(shape)))];
}
