import type { Known, Question } from './known.ts';
import { ifGathered } from './known.ts';

/** The record a portal user is tied to, asked for once the member is known: a command about him names it too. */
export function ownRecordQuestion(known: Known, id: string): Question[] {
  const member = ifGathered(() => known.member(id));
  return member?.kind === 'portal-user' ? [{ ask: 'record', module: member.module, id: member.record }] : [];
}
