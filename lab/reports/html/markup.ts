import { legal } from '../../text/xml-text.ts';

/** Text that is already HTML. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Content[];

/** HTML with values in it. Every value that is not `Markup` is text and is escaped, in attributes too. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => `${part}${asHtml(values[index] ?? '')}`).join(''));
}

/** For a `<script>` that holds data: JSON that cannot end the element. */
export function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function asHtml(value: Content): string {
  if (value instanceof Markup) {
    return value.text;
  }
  return typeof value === 'object' ? value.map(asHtml).join('') : legal(String(value)).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}
