import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { commandByName, commands } from './commands.ts';
import { eventDefinitions } from './events.ts';
import { inputs } from './test/inputs.ts';

type Place = readonly (string | number)[];

/** Every place in a JSON value that the predicate accepts. */
function places(value: unknown, accepts: (value: unknown) => boolean, at: Place = []): Place[] {
  const here = accepts(value) ? [at] : [];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => places(inner, accepts, [...at, key]))];
}

/** A copy with another value at one place. */
function changed(value: unknown, [key, ...rest]: Place, to: (before: unknown) => unknown): unknown {
  if (key === undefined) return to(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string';

describe.each(commands.map((command) => [command.name, command] as const))('%s', (name, command) => {
  const sound = inputs[name];

  test('[DM1] it stands in the registry once, under its own name', () => {
    expect(commands.filter((one) => one.name === name)).toEqual([command]);
    expect(commandByName(name)).toBe(command);
  });

  test('[law 6] [DM2] it has a permission and a sentence that says what it does', () => {
    expect(['staff', 'record', 'own', 'operator']).toContain(command.permission.kind);
    expect(command.summary).toMatch(/^[A-Z].*\.$/);
  });

  test('[DM3] its input takes a sound value and its form can be printed', () => {
    expect(command.input.safeParse(sound)).toMatchObject({ success: true });
    expect(z.toJSONSchema(command.input, { io: 'input' })).toMatchObject({ type: 'object' });
  });

  test.each([
    ['U+0000', 'a\u0000b'],
    ['half of a surrogate pair', 'a\ud800b'],
  ])('[DM4] [SEC-14] no text of its input takes %s', (_what, text) => {
    const taken = places(sound, isText).filter((at) => command.input.safeParse(changed(sound, at, () => text)).success);
    expect(taken).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'surplus!'])(
    '[DM5] [SEC-14] no object of its input takes the key %s',
    (key) => {
      const extended = (before: unknown) => JSON.parse(JSON.stringify(before).replace('{', `{"${key}":{"x":1},`));
      const taken = places(sound, isObject).filter(
        (at) => command.input.safeParse(changed(sound, at, extended)).success,
      );
      expect(taken).toEqual([]);
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );
});

test('[DM1] an unknown name has no command, not even one that objects inherit', () => {
  expect(['toString', '__proto__', 'nothing'].map(commandByName)).toEqual([null, null, null]);
});

test('[DM6] an event type means the same wherever a command makes it', () => {
  for (const { events } of commands) {
    for (const [type, definition] of Object.entries(events)) expect(eventDefinitions.get(type)).toBe(definition);
  }
});
