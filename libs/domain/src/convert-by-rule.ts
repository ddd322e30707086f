import type { Change } from './changes.ts';
import type { ConversionRule } from './conversion.ts';
import type { Converter, Wish } from './convert.ts';
import type { DomainEvent, EventDefinition } from './define-command.ts';
import type { Known, Question } from './known.ts';
import type { Portal } from './portal.ts';
import type { RejectionCode } from './rejected.ts';
import { convert, convertQuestions, openLead } from './convert.ts';
import { claimEvents } from './events/claims.ts';
import { conversionEvents } from './events/conversion.ts';
import { recordEvents } from './events/records.ts';
import { foldEvents } from './fold-events.ts';
import { Overlay } from './overlay.ts';
import { Rejected } from './rejected.ts';
import { namesRestricted } from './restriction.ts';
import { refuseExcess, seatQuestions } from './seats.ts';

/** What became of one lead: ids, codes and names of fields, never values. */
export type ConvertedRow =
  | {
      readonly lead: string;
      readonly outcome: 'converted';
      readonly contact: string;
      readonly members: readonly string[];
    }
  | RefusedRow;
export type RefusedRow = {
  readonly lead: string;
  readonly outcome: 'refused';
  readonly code: RejectionCode;
  /** What to do next, and the fields it is about: `Contacts.Name`. */
  readonly message: string;
  readonly fields: readonly string[];
};

export const convertingEvents = {
  RecordCreated: recordEvents.RecordCreated,
  RecordEdited: recordEvents.RecordEdited,
  ...conversionEvents,
  ...claimEvents,
};
const definitions: ReadonlyMap<string, EventDefinition> = new Map(Object.entries(convertingEvents));

const wishOf = (lead: string, { userType, account, deal }: ConversionRule): Wish => ({
  lead,
  userType,
  contact: {},
  account: account ? { fields: {} } : null,
  deal: deal ? {} : null,
});

export const ruleQuestions = (portal: Portal, rule: ConversionRule | null, leads: readonly string[], known: Known) =>
  rule === null
    ? []
    : [
        ...seatQuestions(portal),
        ...leads.flatMap((lead): Question[] => convertQuestions(portal, wishOf(lead, rule), known)),
      ];

type Decided = {
  readonly events: readonly DomainEvent[];
  readonly changes: readonly Change[];
  readonly row: ConvertedRow;
};

function decideRow(portal: Portal, known: Known, lead: string, rule: ConversionRule, converter: Judging): Decided {
  try {
    converter.judge(openLead(known, lead));
    const wish = wishOf(lead, rule);
    if (namesRestricted(convertQuestions(portal, wish, known), known)) throw new Rejected('restricted');
    const { events, told } = convert(portal, known, wish, converter);
    const changes = foldEvents(definitions, { portal, known }, events);
    refuseExcess(portal, known, changes);
    return { events, changes, row: { lead, outcome: 'converted', contact: told.contact, members: told.members } };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const { code, message, issues } = error;
    const fields = issues.map(({ path }) => path);
    return { events: [], changes: [], row: { lead, outcome: 'refused', code, message, fields } };
  }
}

/** `judge` refuses who may not convert this lead. */
export type Judging = Converter & { readonly judge: (lead: ReturnType<typeof openLead>) => void };

/** Leads one after the other, each on what those before it left; a refused one does not stop the others. */
export function convertByRule(
  portal: Portal,
  known: Known,
  rule: ConversionRule,
  leads: readonly string[],
  converter: Judging,
): { readonly events: readonly DomainEvent[]; readonly rows: readonly ConvertedRow[] } {
  const overlay = new Overlay(known);
  const decided = leads.map((lead) => {
    const one = decideRow(portal, overlay, lead, rule, converter);
    for (const change of one.changes) overlay.add(change);
    return one;
  });
  return { events: decided.flatMap(({ events }) => events), rows: decided.map(({ row }) => row) };
}
