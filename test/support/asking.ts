import { rightsOf } from '@genkan/server/rights';
import { readByName } from '@genkan/server/reads/reads';
import { Rejected } from '@genkan/domain/rejected';
import type { Loose, TestServer } from './server.ts';

/** Puts a read to the house as a member, past the doors: for laws that ask thousands of times. A refusal gives its code. */
export async function asked(
  { house }: TestServer,
  portal: string,
  member: string,
  name: string,
  input: unknown,
): Promise<Loose> {
  const { tail } = await house.portals.open(portal);
  const found = (await house.log.gather(portal, [{ ask: 'member', id: member }])).known.member(member);
  const kind = found?.kind ?? 'staff';
  const who = { portal, member, kind, session: member, sessionsEnded: found?.sessionsEnded ?? 0, exp: 0 };
  const { log, pageKey: key, deliveries } = house;
  try {
    const rights = (also: Parameters<typeof rightsOf>[3]) => rightsOf(log, tail, who, also);
    return (await readByName(name)!.ask({ log, key, deliveries, rights }, input)).answer;
  } catch (thrown) {
    if (thrown instanceof Rejected) return { code: thrown.code };
    throw thrown;
  }
}
