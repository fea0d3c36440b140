import { createHash, createHmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

/** What signatures are made of, by Node's own. The SDK's brings one in JavaScript besides, for where there is no Node. */
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

/** `SignatureV4` hashes text and `Uint8Array`s alone. */
const toHashInput = (data: Data) => data as string | Uint8Array;
