import { afterAll, beforeAll } from '@jest/globals';
import type { PortalLog } from './portal-log.ts';
import { describeAppending } from './test/appending.contract.ts';
import { describeAsking } from './test/asking.contract.ts';
import { describeLookBack } from './test/look-back.contract.ts';
import { describePaging } from './test/paging.contract.ts';
import { describePastSettings } from './test/past-settings.contract.ts';
import { describeDue } from './test/due.contract.ts';
import { describeTally } from './test/tally.contract.ts';
import { describePast } from './test/past.contract.ts';

/** A database with as many instances of the log over it as a test wants, as nodes share one. */
export type LogUnderTest = { readonly open: () => PortalLog; readonly close: () => Promise<void> };

/** The suite that every implementation of `PortalLog` passes. */
export function describePortalLog(name: string, make: () => Promise<LogUnderTest>): void {
  describe(`${name} keeps the log's promises`, () => {
    let database: LogUnderTest | undefined;
    beforeAll(async () => {
      database = await make();
    }, 60_000);
    afterAll(() => database?.close());
    const open = () => database!.open();

    describeAppending(open);
    describeAsking(open);
    describePast(open);
    describePastSettings(open);
    describeLookBack(open);
    describePaging(open);
    describeTally(open);
    describeDue(open);
  });
}
