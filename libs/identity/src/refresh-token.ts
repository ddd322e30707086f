import { createHash, randomBytes } from 'node:crypto';

/** How long a session lasts without signing in again, in milliseconds. */
export const sessionLife = 30 * 24 * 3600_000;

/** 256 random bits; the server keeps only their hash. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');
export const hashRefreshToken = (token: string): string => createHash('sha256').update(token).digest('hex');
