import { generate } from 'selfsigned';

/** A self-signed certificate and its key, as PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

let made: Promise<ServerCertificate> | undefined;

/** A certificate like those that MySQL makes by itself: RSA with 2,048 bits. Made once per process, in memory; its name does not verify. */
export function selfSignedCertificate(): Promise<ServerCertificate> {
  made ??= make();
  return made;
}

async function make(): Promise<ServerCertificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'wraplab' }], { keySize: 2048, algorithm: 'sha256' });
  return { certificate: cert, key };
}
