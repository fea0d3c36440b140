import { generateKeyPairSync, sign } from 'node:crypto';

/** An element of ASN.1 in DER. */
function der(tag: number, ...contents: (Buffer | Buffer[])[]): Buffer {
  const content = Buffer.concat(contents.flat());
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: Buffer[]) => der(0x30, contents);
const ED25519 = sequence(der(0x06, Buffer.from([0x2b, 0x65, 0x70])));
const SUBJECT_ALT_NAME = der(0x06, Buffer.from([0x55, 0x1d, 0x11]));
const text = (value: string) => der(0x0c, Buffer.from(value));
const utcTime = (value: string) => der(0x17, Buffer.from(value));

/** Creates a key and a certificate for 127.0.0.1 that it signs itself. */
export function selfSignedCertificate(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const name = sequence(der(0x31, sequence(der(0x06, Buffer.from([0x55, 0x04, 0x03])), text('127.0.0.1'))));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([1])), // serial number
    ED25519,
    name,
    sequence(utcTime('250101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1]))))))),
  );
  const signature = der(0x03, Buffer.from([0]), sign(null, content, privateKey));
  const pem = sequence(content, ED25519, signature).toString('base64');
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${pem.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
