import { asAscii } from '../text/ascii.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to write in ASCII, because the locale has no more characters. The first of LC_ALL, LC_CTYPE and LANG that is set and not empty
 * names it (POSIX, XBD 8.2). A locale without a character set is taken to be one of the old ones, as in glibc; no locale at all says nothing,
 * as in most containers.
 */
export function onlyAscii({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}

/** The part of a stream that text is written to. */
export interface TextStream {
  write: NodeJS.WriteStream['write'];
}

/** From now on, text that is written to `stream` is in ASCII. Bytes stay as they are. */
export function writeAscii(stream: TextStream): void {
  const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: readonly unknown[]) => boolean;
  stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) =>
    write(typeof chunk === 'string' ? asAscii(chunk) : chunk, ...rest);
}
