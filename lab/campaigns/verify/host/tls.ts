import type { EtcFolder } from '../access/etc-folder.ts';
import type { Warning } from '../access/warning.ts';

interface OptionLine {
  readonly file: string;
  readonly line: number;
}

/** Whether the option files require TLS or name certificates. The server then gets one made for the run: the lab reads none of the folder. */
export function needsCertificate(etc: EtcFolder): boolean {
  return requiringLines(etc).length > 0 || certificateLines(etc).length > 0;
}

/** Notes about that, at the lines that require it. */
export function tlsNotes(etc: EtcFolder): Warning[] {
  return [
    ...requiringLines(etc).map((at) => ({
      ...at,
      weight: 'note' as const,
      text: 'the lab’s clients on the network speak TLS; the server has a self-signed certificate (RSA, 2,048 bits) made for the run',
    })),
    ...certificateLines(etc).map((at) => ({
      ...at,
      weight: 'note' as const,
      text: 'the lab does not read certificates or keys: the server has a self-signed certificate (RSA, 2,048 bits) made for the run',
    })),
  ];
}

function requiringLines(etc: EtcFolder): OptionLine[] {
  return linesOf(etc, ['require-secure-transport'], (value) => value === '' || /^(on|1|true|yes)$/i.test(value));
}

function certificateLines(etc: EtcFolder): OptionLine[] {
  return linesOf(etc, ['ssl-cert', 'ssl-key', 'ssl-ca'], () => true);
}

/** Where option files set one of these; a name may have underscores for dashes, and `loose-` in front. */
function linesOf({ files }: EtcFolder, names: readonly string[], isMeant: (value: string) => boolean): OptionLine[] {
  return files
    .filter(({ path }) => path.endsWith('.cnf'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((each, index) => {
        const [, name = '', value = ''] = /^\s*(?:loose[-_])?([\w-]+)\s*(?:=\s*(.*?))?\s*(?:#.*)?$/.exec(each) ?? [];
        return names.includes(name.replaceAll('_', '-').toLowerCase()) && isMeant(value.replace(/^(["'])(.*)\1$/, '$2'))
          ? [{ file: path, line: index + 1 }]
          : [];
      }),
    );
}
