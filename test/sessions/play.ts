import type { Row } from 'genkan';
import type { LiveSpec } from '../../sdk/src/live-query.ts';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { ask } from '../support/server.ts';
import { accountsTab, foundPortal, resellerTabs, type Ground, type Portal } from './ground.ts';
import { judgeList, judgeWrites, wholeLog } from './judge.ts';
import type { Seat, SeatOptions, SeatReport } from './seat.ts';
import type { Place, Session, Step } from './steps.ts';

type Asked<T> = T extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
/** A seat wherever it stands: in this process, or in a page. */
export type Reached = {
  readonly [
    M in 'open' | 'shut' | 'edit' | 'create' | 'cancel' | 'resolve' | 'reload' | 'settle' | 'report' | 'close'
  ]: Asked<Seat[M]>;
};
/** Seats somebody. `token`: null while he may not come in. */
export type Seating = (options: SeatOptions, token: () => Promise<string | null>) => Promise<Reached>;

type Seated = { readonly place: Place; readonly member: string; readonly line: BadLine; readonly seat: Reached };

const lists: readonly (readonly [module: string, spec: LiveSpec])[] = [
  ['Deals', {}],
  ['Deals', { orderBy: [['Amount', 'desc']] }],
  ['Deals', { where: { Stage: 'Won' } }],
  ['Deals', { fields: ['Name'] }],
  ['Accounts', {}],
  ['Deals', {}],
];
/** Nothing here takes so long unless it hangs: then it is to be said, and made smaller. */
const hangsAfterMs = 10_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One session: people at their SDKs, each behind a bad line, and a company that goes on beside them. */
export class Play {
  readonly #ground: Ground;
  readonly #portal: Portal;
  readonly #seated: Seated[] = [];
  readonly #deals: string[];
  #values = 1_000_000;

  private constructor(ground: Ground, portal: Portal) {
    this.#ground = ground;
    this.#portal = portal;
    this.#deals = [...portal.deals];
  }

  static async run(ground: Ground, seating: Seating, { places, steps }: Session): Promise<void> {
    const play = new Play(ground, await foundPortal(ground));
    let last: Step | null = null;
    const playing = async (): Promise<void> => {
      for (const place of places) await play.#sitDown(place, seating);
      for (const step of [...steps, { do: 'quiet' } as const]) await play.#take((last = step));
    };
    try {
      await within(playing(), () => `hangs at ${JSON.stringify(last)}`);
    } finally {
      await play.#close();
    }
  }

  async #sitDown(place: Place, seating: Seating): Promise<void> {
    const { server, token } = this.#ground;
    const line = new BadLine(new URL(server.url));
    const url = await line.listen();
    server.house.origins.add(url);
    const member = this.#portal.members[place.who];
    const { kept, offlineWrites } = place;
    const seat = await seating({ url, kept, offlineWrites }, () => token(this.#portal.id, member));
    this.#seated.push({ place, member, line, seat });
    await seat.open('Deals', {});
  }

  async #take(step: Step): Promise<void> {
    if (step.do === 'quiet') return this.#rest();
    if (step.do === 'pause') return pause(step.ms);
    if ('seat' in step && step.do !== 'suspend' && step.do !== 'resume') {
      const seated = this.#seated[step.seat % this.#seated.length]!;
      return this.#atSeat(seated, step);
    }
    await this.#beside(step).catch(() => {}); // may be impossible just now
  }

  async #atSeat({ seat, line }: Seated, step: Extract<Step, { seat: number }>): Promise<void> {
    switch (step.do) {
      case 'open': {
        const [module, spec] = lists[step.list]!;
        return seat.open(module, spec);
      }
      case 'shut':
        return seat.shut(step.which);
      case 'edit':
        return seat.edit(this.#deal(step), this.#set(step.fields), step.hurried ? 250 : undefined);
      case 'create':
        return seat.create(this.#set(['Name', 'Amount']), step.edited ? this.#set(['Amount']) : null);
      case 'cancel':
        return seat.cancel();
      case 'resolve':
        return seat.resolve((this.#values += 1));
      case 'reload':
        return seat.reload();
      case 'drop':
        return line.drop(step.late ? 'late' : 'now');
      case 'down':
        return line.down();
      case 'delay':
        return line.delay(step.direction, step.ms);
      case 'freeze':
        return line.freeze(step.direction);
      case 'cut-amid':
        return line.cutAmid(step.direction);
      case 'hold':
        return line.holdNext();
      case 'release':
        return line.release();
      case 'heal':
        return line.heal();
      case 'suspend':
      case 'resume':
        return;
      default:
        return step satisfies never;
    }
  }

  async #beside(step: Step): Promise<void> {
    const { act, contacts, account, types, members } = this.#portal;
    const to = (his: boolean) => ({ Contact: his ? contacts.kei : contacts.maria, Account: account });
    const place = 'which' in step ? { module: 'Deals', id: this.#deal(step) } : {};
    switch (step.do) {
      case 'staff-create': {
        const { id } = await act('create-record', { module: 'Deals', fields: { Name: 'Made', ...to(step.his) } });
        return void this.#deals.push(id);
      }
      case 'staff-edit':
        return act('update-record', {
          ...place,
          set: { Amount: step.amount, Stage: step.amount > 5 ? 'Won' : 'Lost' },
        });
      case 'hand-over':
        return act('update-record', { ...place, set: to(step.his) });
      case 'delete':
        return act('delete-record', place);
      case 'restore':
        return act('restore-record', place);
      case 'rights': {
        const Deals = step.tab > 0 ? { Deals: resellerTabs(step.shown, step.edit) } : {};
        const Accounts = step.accounts ? { Accounts: accountsTab } : {};
        return act('configure-user-type', { userType: types.reseller, tabs: { ...Deals, ...Accounts } });
      }
      case 'move':
        return act('move-member', { member: members.kei, userType: step.reseller ? types.reseller : types.observer });
      case 'suspend':
      case 'resume': {
        const { place } = this.#seated[step.seat % this.#seated.length]!;
        const name = step.do === 'suspend' ? 'deactivate-member' : 'reactivate-member';
        return place.who === 'staff' ? undefined : act(name, { member: members[place.who] });
      }
    }
  }

  #deal({ which }: { readonly which: number }): string {
    return this.#deals[which % this.#deals.length]!;
  }

  /** Values of this write alone. */
  #set(fields: readonly string[]): Record<string, string | number> {
    const value = (this.#values += 1);
    return Object.fromEntries(fields.map((field) => [field, field === 'Name' ? `~${value}~` : value]));
  }

  /** The lines are healed, everybody catches up, and what they see and wrote is judged. */
  async #rest(): Promise<void> {
    for (const { line } of this.#seated) line.heal();
    await Promise.all(this.#seated.map(({ seat }) => seat.settle()));
    await Promise.all(this.#seated.map(({ seat }) => seat.settle())); // what one wrote last has come to the other
    const log = await wholeLog(this.#ground.server, this.#portal.id);
    const reports = await Promise.all(this.#seated.map(({ seat }) => seat.report()));
    const faults: string[] = [];
    for (const [at, report] of reports.entries()) {
      const { member, place } = this.#seated[at]!;
      const found = [
        ...report.faults,
        ...judgeWrites(report, place.kept, log),
        ...(await this.#judgeLists(member, report)),
      ];
      faults.push(...found.map((fault) => `${place.who} (seat ${at}): ${fault}`));
      this.#deals.push(...report.writes.flatMap(({ id }) => (id && !this.#deals.includes(id) ? [id] : [])));
    }
    if (faults.length > 0) throw new Error(faults.slice(0, 8).join('\n'));
  }

  async #judgeLists(member: string, { lists: shown, state }: SeatReport): Promise<string[]> {
    const { server, token } = this.#ground;
    const access = await token(this.#portal.id, member);
    if (access === null) {
      const left = shown.flatMap(({ rows, pending }) => rows.filter(({ id }) => !pending.join().includes(id)));
      return left.length > 0 || state !== 'needs-auth'
        ? [`${state} with ${left.length} rows after he was sent away`]
        : [];
    }
    const faults: string[] = [];
    for (const module of new Set(shown.map((list) => list.module))) {
      const headers = { authorization: `Bearer ${access}` };
      const reply = await ask(server.url, `/api/records/${module}?limit=200`, { headers });
      const rows: Row[] | null =
        reply.status === 404
          ? null
          : reply.json.rows.map(({ id, fields }: { id: string; fields: object }) => ({ ...fields, id }));
      faults.push(...shown.filter((list) => list.module === module).flatMap((list) => judgeList(list, rows)));
    }
    return faults;
  }

  async #close(): Promise<void> {
    await Promise.all(
      this.#seated.map(async ({ line, seat }) => {
        await seat.close();
        await line.close();
      }),
    );
  }
}

async function within(playing: Promise<void>, said: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(said())), hangsAfterMs);
  });
  await Promise.race([playing, hung]).finally(() => clearTimeout(timer));
}
