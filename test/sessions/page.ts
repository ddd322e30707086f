/** Seats in a page: each by its name, asked by the test outside. */
import { indexedDbStore } from 'genkan/indexed-db';
import { Seat, type SeatOptions } from './seat.ts';

const seats = new Map<string, Seat>();

Object.assign(globalThis, {
  begin(name: string, options: SeatOptions): void {
    const token = (): Promise<string | null> => Reflect.get(globalThis, 'tokenFor')(name);
    seats.set(name, new Seat(options, { token, store: () => indexedDbStore(name) }));
  },
  ask(name: string, method: string, args: readonly unknown[]): unknown {
    const seat = seats.get(name);
    return seat && Reflect.apply(Reflect.get(seat, method), seat, args);
  },
});
