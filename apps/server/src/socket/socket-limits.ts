/** The largest message a client may send, in bytes. */
export const messageBytes = 256 * 1024;
/** How many modules one connection may follow. */
export const subscriptionsPerSocket = 50;
