import { createHash } from 'node:crypto';

/** With a prefix or an ending it stays below the 255 bytes of file systems. */
const longest = 80;

/**
 * A name for a folder, of small letters, digits and dashes, that no other name gives. `spoofed:forward=true` can be read back from
 * `spoofed-forward-true`; what is lost of other names, or cut off, a part of their SHA-256 behind an underscore makes up for.
 *
 * @param name of a fault, with its settings.
 */
export function folderName(name: string): string {
  const readable = name.replace(/[^a-z0-9-]+/g, '-').slice(0, longest);
  const isWhole = /^[a-z0-9-]+(:[a-z]+=[a-z0-9]+)?$/.test(name) && name.length <= longest;
  return isWhole ? readable : `${readable}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
