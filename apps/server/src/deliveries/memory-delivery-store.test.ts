import { deliveryStoreContract } from './delivery-store.contract.ts';
import { MemoryDeliveryStore } from './memory-delivery-store.ts';

deliveryStoreContract('memory', async () => new MemoryDeliveryStore());
