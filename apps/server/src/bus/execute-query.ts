import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import { cursorText, openCursorText } from '../reads/cursor-text.ts';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import type { Found } from '../reads/define-read.ts';
import { readByName } from '../reads/reads.ts';
import { patience, rightsOf } from '../rights.ts';

/** A read of a member; `after` is the place the answer must not be older than (I6), as a cursor. */
export class ExecuteQuery extends Query<Found & { readonly cursor: string }> {
  readonly who: Claims;
  readonly name: string;
  readonly input: unknown;
  readonly after: string | null;
  constructor(who: Claims, name: string, input: unknown, after: string | null = null) {
    super();
    this.who = who;
    this.name = name;
    this.input = input;
    this.after = after;
  }
}

@QueryHandler(ExecuteQuery)
export class ExecuteQueryHandler implements IQueryHandler<ExecuteQuery> {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  async execute({ who, name, input, after }: ExecuteQuery): Promise<Found & { readonly cursor: string }> {
    const { log, portals, deliveries, pageKey: key } = this.#house;
    const read = readByName(name);
    if (!read) throw new Rejected('not-found');
    const { tail, cursors } = await portals.open(who.portal);
    const from = after === null ? 0 : openCursorText(cursors, who.member, after);
    if (!(await tail.reach(from, patience))) throw new Rejected('behind');
    const found = await read.ask({ log, key, deliveries, rights: (also) => rightsOf(log, tail, who, also) }, input);
    return { ...found, cursor: cursorText(cursors, who.member, found.head) };
  }
}
