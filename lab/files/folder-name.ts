import { createHash } from 'node:crypto';

/** In characters. With a prefix and an ending the name stays below the 255 bytes of file systems. */
const longest = 80;

/**
 * A name for a folder, in lower-case letters, digits and dashes; different names give different folders. `spoofed:forward=true` becomes
 * `spoofed-forward-true`. A name that loses more characters than that gets an underscore and a part of its SHA-256.
 *
 * @param name of a fault with its settings, as `--fault` takes it.
 */
export function folderName(name: string): string {
  const readable = name.replace(/[^a-z0-9-]+/g, '-').slice(0, longest);
  const isWhole = /^[a-z0-9-]+(:[a-z]+=[a-z0-9]+)?$/.test(name) && name.length <= longest;
  return isWhole ? readable : `${readable}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
