import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose';
import type { CredentialStore, StoredKey } from './credential-store.ts';
import { open, seal } from './secret-box.ts';

/** A new signing key is made after this long; the one before keeps verifying as long again. Milliseconds. */
export const keyLife = 30 * 24 * 3600_000;

/** Milliseconds between two looks at the store. */
const readsApart = 1000;

type SigningKey = { readonly kid: string; readonly key: CryptoKey };

const imported = async (jwk: string): Promise<CryptoKey> => {
  const key = await importJWK(JSON.parse(jwk), 'EdDSA');
  if (key instanceof Uint8Array) throw new Error('A signing key is not an asymmetric key.');
  return key;
};

/** The keys that sign and verify access tokens, shared by all nodes through the store and sealed there. */
export class KeyRing {
  readonly #store: CredentialStore;
  readonly #seal: Buffer;
  readonly #now: () => number;
  #signing: (SigningKey & { readonly createdAt: number }) | null = null;
  readonly #verifying = new Map<string, { key: CryptoKey; until: number }>();
  #choosing: Promise<SigningKey> | null = null;
  #readAt = -Infinity;
  /** The look that is awaited and has not begun. */
  #reading: Promise<void> | null = null;

  constructor(store: CredentialStore, sealKey: Buffer, now: () => number) {
    this.#store = store;
    this.#seal = sealKey;
    this.#now = now;
  }

  /** The key to sign with; made when there is none or the newest is too old, once for all who ask meanwhile. */
  async signing(): Promise<SigningKey> {
    if (this.#signing && this.#now() - this.#signing.createdAt < keyLife) return this.#signing;
    this.#choosing ??= this.#choose().finally(() => (this.#choosing = null));
    return this.#choosing;
  }

  async #choose(): Promise<SigningKey> {
    const [newest] = await this.#store.keys();
    const fresh = newest && this.#now() - newest.createdAt < keyLife ? newest : await this.#make();
    const jwk = open(this.#seal, fresh.sealedPrivateJwk);
    if (jwk === null)
      throw new Error('SECRET_KEY does not open the signing key: start with the secret it was made with.');
    const signing = { kid: fresh.kid, key: await imported(jwk), createdAt: fresh.createdAt };
    this.#signing = signing;
    return signing;
  }

  /** The key behind a kid, or null. Unknown kids make one look at the store a second, for which all of them wait. */
  async verifying(kid: string): Promise<CryptoKey | null> {
    if (!this.#verifying.has(kid)) await this.#readAgain();
    const found = this.#verifying.get(kid);
    return found && found.until > this.#now() ? found.key : null;
  }

  /** A look that begins after it was asked for: another node may have made the key while the last one was under way. */
  #readAgain(): Promise<void> {
    this.#reading ??= sleep(Math.max(0, this.#readAt + readsApart - performance.now())).then(() => this.#read());
    return this.#reading;
  }

  async #read(): Promise<void> {
    this.#reading = null;
    this.#readAt = performance.now();
    for (const { kid, publicJwk, createdAt } of await this.#store.keys()) {
      this.#verifying.set(kid, { key: await imported(publicJwk), until: createdAt + 2 * keyLife });
    }
  }

  async #make(): Promise<StoredKey> {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const key = {
      kid: randomUUID(),
      publicJwk: JSON.stringify(await exportJWK(pair.publicKey)),
      sealedPrivateJwk: seal(this.#seal, JSON.stringify(await exportJWK(pair.privateKey))),
      createdAt: this.#now(),
    };
    await this.#store.addKey(key);
    this.#verifying.set(key.kid, { key: pair.publicKey, until: key.createdAt + 2 * keyLife });
    return key;
  }
}
