import { audit } from './audit.ts';
import { doings, type Kind, type Operation } from './operations.ts';
import { foundWorld } from './ground.ts';
import type { House } from './house.ts';

/** How many histories each kind of operation really happened in: a kind that hardly occurs proves nothing. */
export class Tally {
  readonly #seen = new Map<Kind, number>();
  histories = 0;

  add(kinds: ReadonlySet<Kind>): void {
    this.histories += 1;
    for (const kind of kinds) this.#seen.set(kind, (this.#seen.get(kind) ?? 0) + 1);
  }

  share(kind: Kind): number {
    return (this.#seen.get(kind) ?? 0) / Math.max(this.histories, 1);
  }
}

/** Plays one history on a portal of its own, to its end: every socket reads again and all come to rest. */
export async function play(house: House, operations: readonly Operation[], tally: Tally): Promise<void> {
  const world = await foundWorld(house);
  const happened = new Set<Kind>();
  try {
    for (const operation of operations) {
      if (await doings[operation.kind](world, operation)) happened.add(operation.kind);
      if (world.faults.length > 0) break;
    }
    for (const { watch } of world.people.values()) if (watch?.socket.paused) watch.socket.resume();
    await world.quiet();
    if (world.faults.length === 0) world.faults.push(...audit(await house.exported(world.portal), world.now));
  } finally {
    world.close();
  }
  tally.add(happened);
  if (world.faults.length > 0) {
    const [first = ''] = world.faults;
    const parts = [
      ...world.faults.slice(0, 8),
      `\nat ${world.now.sequence} of portal ${world.portal}, after`,
      ...world.story.slice(-25),
      '',
      ...world.trail(first),
    ];
    throw new Error(parts.join('\n'));
  }
}
