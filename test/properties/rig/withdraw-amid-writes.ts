import type { Command } from '../../oracle/commands.ts';
import type { Tabs } from '../../oracle/shapes.ts';
import { configured, one, targetsOf } from './doing.ts';
import { foundWorld, fresh } from './ground.ts';
import type { House } from './house.ts';
import type { World } from './world.ts';

const without = (tabs: Tabs, field: string): Tabs =>
  Object.fromEntries(
    Object.entries(tabs).map(([module, tab]) => [
      module,
      {
        ...tab,
        layouts: Object.fromEntries(
          Object.entries(tab.layouts).map(([name, fields]) => [name, fields.filter((one) => one !== field)]),
        ),
        create: null,
        reaches: tab.reaches.map((reach) => ({ ...reach, edit: reach.edit.filter((one) => one !== field) })),
      },
    ]),
  );

/** Rights are taken, and given back, in the midst of writing to what they are about; everybody watches. */
export async function withdrawAmidWrites(house: House, rounds: number): Promise<World> {
  const world = await foundWorld(house);
  const [type] = configured(world);
  if (!type) throw new Error('A world has a user type.');
  const send = (command: Command) => world.race([{ by: world.administrator, command }]);
  const write = async (from: number, count = 5): Promise<void> => {
    for (let n = from; n < from + count; n += 1) {
      const id = one(targetsOf(world, 'Deals'), n)?.id ?? '';
      await send({ name: 'update-record', input: { module: 'Deals', id, set: { NextStep: fresh() } } });
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    const tabs = round % 2 ? type.tabs : without(type.tabs, 'NextStep');
    const change = async (): Promise<void> => {
      await write(round, 1);
      await send({ name: 'configure-user-type', input: { userType: type.id, tabs } });
    };
    await Promise.all([write(round), write(round + 5), change()]);
  }
  await world.quiet();
  world.close();
  return world;
}
