#!/usr/bin/env node
import { call } from './call.ts';
import { doctor } from './doctor.ts';
import { openDoor, Refusal, Unreachable } from './door.ts';
import { Misused, readGiven, type Given } from './given.ts';
import { init } from './init.ts';
import { note, say } from './say.ts';
import { tail } from './tail.ts';
import { typegen } from './typegen.ts';

const usage = `genkan: the command line of a portal

  genkan typegen [--user-type NAME] [--out FILE] [--check | --watch]
      Prints the types of your own rights, or, for staff who configure, of a user type.
      --check compares FILE instead and ends with 1 if rights have changed; --watch keeps it right.
  genkan tail [--module NAME ...]
      Everything that goes over a live connection, line by line: of the modules named, or of all that you reach.
  genkan call COMMAND '{...}' [--key KEY]
      Issues one command and prints its answer. KEY: that of an earlier try, which then happens at most once.
  genkan doctor [--origin URL]
      Whether the server is there, ready, in time, lets the page of ORIGIN in, and you too; and what to do if not.
  genkan init [--module NAME]
      Writes a running React page into this empty folder.

Where and who: --url, --portal, --email, or GENKAN_URL, GENKAN_PORTAL, GENKAN_EMAIL. The password is asked for, or
GENKAN_PASSWORD; GENKAN_TOKEN is an access token instead. A file .env in this folder is read.`;

async function run(given: Given): Promise<number> {
  if (given.flags.help) return (say(usage), 0);
  switch (given.command) {
    case 'typegen':
      return typegen(await openDoor(given), given);
    case 'tail':
      return tail(await openDoor(given), given);
    case 'call':
      return call(await openDoor(given), given);
    case 'doctor':
      return doctor(given);
    case 'init':
      return init(given);
    case 'help':
      return (say(usage), 0);
    default:
      throw new Misused(`There is no command "${given.command}".\n\n${usage}`);
  }
}

try {
  process.exitCode = await run(readGiven(process.argv.slice(2)));
} catch (error) {
  const expected = error instanceof Misused || error instanceof Refusal || error instanceof Unreachable;
  note(expected ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = error instanceof Misused ? 2 : 1;
}
