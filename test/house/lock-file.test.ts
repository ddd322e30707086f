import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

const text = readFileSync('package-lock.json', 'utf8');
const lock: { packages: Record<string, { version?: string }> } = JSON.parse(text);

/** Oldest versions without a known vulnerability. */
const gate: Record<string, string> = {
  'socket.io-parser': '4.2.7',
  'engine.io': '6.6.10',
  ws: '8.21.0',
  '@nestjs/core': '12.0.2',
  '@nestjs/common': '12.0.2',
  '@mikro-orm/core': '7.1.7',
  '@mikro-orm/sql': '7.1.7',
  '@casl/ability': '7.0.1', // passes with its mitigation: no tenant-written keys, rulesToFields forbidden by the linter
};

const installed = (name: string) =>
  Object.entries(lock.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, entry]) => entry.version ?? '0.0.0');

const older = (version: string, least: string) => version.localeCompare(least, 'en', { numeric: true }) < 0;

describe('the lock file', () => {
  test('[HS3] names no registry host', () => {
    expect(text.match(/https?:\/\/[^"]*\.tgz/g) ?? []).toEqual([]);
  });

  test.each(Object.entries(gate))('[HS3] %s is at least %s', (name, least) => {
    const versions = installed(name);
    expect(versions).not.toEqual([]);
    expect(versions.filter((version) => older(version, least))).toEqual([]);
  });
});
