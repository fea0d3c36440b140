import { createHash, createHmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 for signatures, by Node. The SDK's class also holds one in JavaScript, for other platforms. */
export class Sha256 {
  readonly #hash: Pick<ReturnType<typeof createHmac>, 'update' | 'digest'>;

  constructor(secret?: Data) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toHashInput(secret));
  }

  update(data: Data): void {
    this.#hash.update(toHashInput(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

/** `SignatureV4` hashes only strings and `Uint8Array`s. */
const toHashInput = (data: Data) => data as string | Uint8Array;
