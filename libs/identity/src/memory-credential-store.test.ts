import { credentialStoreContract } from './credential-store.contract.ts';
import { MemoryCredentialStore } from './memory-credential-store.ts';

credentialStoreContract('memory', async () => new MemoryCredentialStore());
