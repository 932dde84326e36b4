import { z } from 'zod';

/** One field of a schema as Markdown. */
interface SchemaField {
  readonly path: string;
  readonly type: string;
  /** `required`, `optional`, or the default value. */
  readonly fallback: string;
  readonly meaning: string;
}

/** The titles of schemas that have a section of their own, by their definitions; a description makes a copy with the same definition. */
export type NamedSchemas = ReadonlyMap<unknown, string>;

/** Every field of an object, of each form of a union, and of objects within them that have no section of their own. */
export function fieldsOf(schema: z.ZodType, named: NamedSchemas): SchemaField[] {
  return within(schema, '', named);
}

function within(schema: z.ZodType, prefix: string, named: NamedSchemas): SchemaField[] {
  const { core } = unwrapped(schema);
  if (core instanceof z.ZodObject) {
    return Object.entries(core.shape).flatMap(([key, value]) => field(`${prefix}${key}`, value as z.ZodType, named));
  }
  if (core instanceof z.ZodUnion) {
    return (core.options as readonly z.ZodType[]).flatMap((form) => formFields(form, prefix, named));
  }
  return core instanceof z.ZodArray ? within(core.element as z.ZodType, prefix, named) : [];
}

/** The fields of one form of a union. Its first row says what the form is, and has the value that tells it from the others. */
function formFields(form: z.ZodType, prefix: string, named: NamedSchemas): SchemaField[] {
  const { core } = unwrapped(form);
  if (!(core instanceof z.ZodObject)) {
    return core instanceof z.ZodArray ? formFields(core.element as z.ZodType, `${prefix}[].`, named) : [];
  }
  const [[key, first] = ['', undefined], ...others] = Object.entries(core.shape) as [string, z.ZodType][];
  if (!(first instanceof z.ZodLiteral)) {
    const [leading, ...rest] = within(form, prefix, named);
    return leading === undefined ? [] : [{ ...leading, meaning: [meaningOf(form), leading.meaning].join(' ').trim() }, ...rest];
  }
  const head = { path: `\`${prefix}${key}: '${String(first.value)}'\``, type: '', fallback: '', meaning: meaningOf(form) };
  return [head, ...others.flatMap(([name, value]) => field(`${prefix}${name}`, value, named))];
}

function field(path: string, schema: z.ZodType, named: NamedSchemas): SchemaField[] {
  const { core, isOptional, fallback } = unwrapped(schema);
  const row = {
    path: `\`${path}\``,
    type: typeOf(schema, named),
    fallback: fallback === undefined ? (isOptional ? 'optional' : 'required') : `\`${JSON.stringify(fallback)}\``,
    meaning: meaningOf(schema),
  };
  const isElsewhere = titleOf(core, named) !== undefined;
  const below = core instanceof z.ZodArray ? `${path}[].` : `${path}.`;
  return [row, ...(isElsewhere || hasTitledItems(core, named) ? [] : within(core, below, named))];
}

function hasTitledItems(core: z.ZodType, named: NamedSchemas): boolean {
  return core instanceof z.ZodArray && titleOf(unwrapped(core.element as z.ZodType).core, named) !== undefined;
}

/** The type in words, with its bounds. */
function typeOf(schema: z.ZodType, named: NamedSchemas): string {
  const { core } = unwrapped(schema);
  const title = titleOf(core, named);
  if (title !== undefined) {
    return `[${title.toLowerCase()}](#${title.toLowerCase().replaceAll(' ', '-')})`;
  }
  if (core instanceof z.ZodUnion) {
    return [...new Set((core.options as readonly z.ZodType[]).map((form) => typeOf(form, named)))].join(' or ');
  }
  if (core instanceof z.ZodArray) {
    return `list of ${typeOf(core.element as z.ZodType, named)}${itemsInWords(core)}`;
  }
  if (core instanceof z.ZodEnum || core instanceof z.ZodLiteral) {
    return [...(core instanceof z.ZodEnum ? core.options : core.values)].map((value) => `\`${String(value)}\``).join(', ');
  }
  if (core instanceof z.ZodRecord) {
    const key = typeOf(core.keyType as z.ZodType, named);
    return `map from ${key} to ${typeOf(core.valueType as z.ZodType, named)}`;
  }
  return core instanceof z.ZodObject ? 'object' : plainTypeOf(core);
}

interface Bounds {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

function boundsOf(schema: z.ZodType): Bounds {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Bounds;
}

function plainTypeOf(core: z.ZodType): string {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = boundsOf(core);
  if (type === 'boolean') {
    return 'true or false';
  }
  if (type === 'string') {
    const length = [
      minLength === undefined || minLength < 1 ? '' : 'not empty',
      maxLength === undefined ? '' : `at most ${maxLength} characters`,
    ];
    return [ownWords(core) ?? 'text', ...length].filter((words) => words !== '').join(', ');
  }
  const bounds = [
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? '' : `≥ ${digits(minimum)}`,
    exclusiveMinimum === undefined ? '' : `> ${digits(exclusiveMinimum)}`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `≤ ${digits(maximum)}`,
    exclusiveMaximum === undefined ? '' : `< ${digits(exclusiveMaximum)}`,
  ].filter((words) => words !== '');
  return [type === 'integer' ? 'whole number' : 'number', ...bounds].join(', ');
}

function itemsInWords(core: z.ZodType): string {
  const { minItems, maxItems } = boundsOf(core);
  const bounds = [minItems === undefined ? '' : `≥ ${minItems}`, maxItems === undefined ? '' : `≤ ${digits(maxItems)}`].filter(
    (words) => words !== '',
  );
  return bounds.length === 0 ? '' : ` (${bounds.join(', ')})`;
}

function digits(value: number): string {
  return value.toLocaleString('en');
}

/** What a text must be, in the words of the problem with one that no check accepts. */
function ownWords(core: z.ZodType): string | undefined {
  const issues = core.safeParse(' ,\0').error?.issues ?? [];
  return issues.find(({ code, message }) => (code === 'custom' || code === 'invalid_format') && !message.startsWith('Invalid'))?.message;
}

function titleOf(core: z.ZodType, named: NamedSchemas): string | undefined {
  return named.get(core._zod.def);
}

/** The outermost description wins: it is the one of this place. */
function meaningOf(schema: z.ZodType): string {
  for (let current: z.ZodType | undefined = schema; current !== undefined; current = inner(current)) {
    if (current.description !== undefined) {
      return current.description.replaceAll('\n', ' ');
    }
  }
  return '';
}

function unwrapped(schema: z.ZodType): { readonly core: z.ZodType; readonly isOptional: boolean; readonly fallback: unknown } {
  let core = schema;
  let isOptional = false;
  let fallback: unknown;
  for (let next = inner(core); next !== undefined; next = inner(core)) {
    isOptional ||= core instanceof z.ZodOptional || core instanceof z.ZodExactOptional;
    fallback = core instanceof z.ZodDefault ? core.def.defaultValue : fallback;
    core = next;
  }
  return { core, isOptional, fallback };
}

/** What a wrapper holds; undefined for a schema that wraps nothing. */
function inner(schema: z.ZodType): z.ZodType | undefined {
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly;
  return wraps ? (schema.def.innerType as z.ZodType) : undefined;
}
