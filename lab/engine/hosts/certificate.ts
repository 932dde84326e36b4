import { generate } from 'selfsigned';

/** A certificate that has signed itself, and its key, as PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

let made: Promise<ServerCertificate> | undefined;

/** Of the kind that MySQL makes by itself: RSA with 2,048 bits. Made once a process, on no disk, and for nobody who checks names. */
export function selfSignedCertificate(): Promise<ServerCertificate> {
  made ??= make();
  return made;
}

async function make(): Promise<ServerCertificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'wraplab' }], { keySize: 2048, algorithm: 'sha256' });
  return { certificate: cert, key };
}
