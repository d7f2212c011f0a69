import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate that signs itself, in PEM. */
export interface Certified {
  readonly key: string;
  readonly cert: string;
}

const OID = {
  ecdsaWithSha256: '2a8648ce3d040302', commonName: '550403', subjectAltName: '551d11', basicConstraints: '551d13',
};

/** ASN.1 in DER: a tag, the length, and what is in it. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, Math.floor(content.length / 256), content.length % 256];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const time = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

/**
 * A certificate for one host, for a server of a test: valid for a day around now.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280
 */
export function certificateFor(host: string): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const name = sequence(der(0x31, sequence(oid(OID.commonName), der(0x0c, Buffer.from(host)))));
  const extension = (id: string, value: Uint8Array) => sequence(oid(id), der(0x04, value));
  const day = 86_400_000;
  const unsigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(
      extension(OID.subjectAltName, sequence(der(0x82, Buffer.from(host)))),
      extension(OID.basicConstraints, sequence(der(0x01, Buffer.from([0xff])))),
    )),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', unsigned, privateKey));
  const base64 = sequence(unsigned, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}
