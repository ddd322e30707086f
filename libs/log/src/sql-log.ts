import type { ClaimChange } from '@genkan/domain/changes';
import type { Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal, SettingPart } from '@genkan/domain/portal';
import { answered } from './answered.ts';
import { appendStatement } from './append-sql.ts';
import { gatherRows } from './gather-sql.ts';
import { countStatement, pageStatement, sumStatement, tallyStatement } from './page-sql.ts';
import type { TallyRequest } from './tally.ts';
import { tallyRows } from './tally-rows.ts';
import type { TallyFound } from './tally-sql.ts';
import { readEntries } from './entries-sql.ts';
import { readMembersAt, readSequenceAt, readSettingEntries, readSettingsAt } from './past-settings-sql.ts';
import { readChanged, readLeft, readRecordsAt } from './past-sql.ts';
import { readBack } from './look-back-sql.ts';
import type {
  Answers,
  Appended,
  DueDraft,
  Entry,
  HeldRows,
  LookBack,
  Page,
  PageRequest,
  PortalLog,
  Receipt,
  Turn,
} from './portal-log.ts';
import type { SqlConnection } from './sql-connection.ts';
import { brokenConstraint } from './sql-connection.ts';
import { answer, answers } from './sql-read.ts';
import type { ReceiptRow, RecordRow, SettingRow } from './sql-rows.ts';
import { portalOf, receiptOf, storedRecord } from './sql-rows.ts';
import { newSalt } from './new-salt.ts';
import { turnRows } from './turn-rows.ts';

/** The log on PostgreSQL or PGlite. A turn is one statement, every read with a head is one: one snapshot each. */
export class SqlLog implements PortalLog {
  readonly #connection: SqlConnection;

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  async append(turn: Turn): Promise<Appended> {
    if (turn.entries.length === 0 && turn.receipts.length === 0) throw new Error('A turn holds an entry or a receipt.');
    const { rows, digest } = turnRows(turn, newSalt);
    try {
      const [row] = await this.#connection.query(appendStatement(turn, rows, digest));
      return Number(row?.[0]) === 1 ? 'committed' : 'lost';
    } catch (error) {
      const broken = brokenConstraint(error);
      if (broken === null) throw error;
      return broken === 'claim_installation' ? { taken: await this.#taken(turn) } : 'lost';
    }
  }

  async head(portal: string): Promise<number> {
    const text = `select coalesce((select h.head from portal_head h where h.portal = $1), 0)::text`;
    return answer<number>(this.#connection, { name: 'head', text, values: [portal], portal });
  }

  async heads(portals: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const text = `select 'head', json_build_array(h.portal, h.head) from genkan_heads($1::text[]) h`;
    const found = await answers(this.#connection, { name: 'heads', text, values: [portals], portal: null });
    return new Map(found.of<readonly [string, number]>('head'));
  }

  entries(portal: string, after: number, limit: number, held?: HeldRows): Promise<readonly Entry[]> {
    return readEntries(this.#connection, portal, after, limit, held);
  }

  async settings(portal: string): Promise<{ readonly head: number; readonly portal: Portal } | null> {
    const text = `select 'head', to_json(h.head) from portal_head h where h.portal = $1
      union all select 'setting', row_to_json(s) from (select part, id, value from setting where portal = $1) s`;
    const found = await answers(this.#connection, { name: 'settings', text, values: [portal], portal });
    const [head] = found.of<number>('head');
    return head === undefined ? null : { head, portal: portalOf(portal, found.of<SettingRow>('setting')) };
  }

  async gather(portal: string, questions: readonly Question[]): Promise<Answers> {
    const { head, source } = await gatherRows(this.#connection, portal, questions);
    return { head, known: answered(questions, source) };
  }

  async receipts(
    portal: string,
    ids: readonly { member: string | null; commandId: string }[],
  ): Promise<readonly Receipt[]> {
    const text = `select 'receipt', row_to_json(r) from unnest($2::text[], $3::text[]) q(actor, command_id)
      cross join lateral (select r.* from receipt r
        where r.portal = $1 and r.actor = q.actor and r.command_id = q.command_id offset 0) r`;
    const values = [portal, ids.map(({ member }) => member ?? ''), ids.map(({ commandId }) => commandId)];
    const found = await answers(this.#connection, { name: 'receipts', text, values, portal });
    return found.of<ReceiptRow>('receipt').map(receiptOf);
  }

  emptyReceipts(before: string, limit: number): Promise<number> {
    const text = `select to_json(genkan_empty_receipts($1::timestamptz, $2::integer))`;
    return answer(this.#connection, { name: 'empty-receipts', text, values: [before, limit], portal: null });
  }

  async page(portal: string, request: PageRequest): Promise<Page> {
    type Found = { head: number; rows: readonly RecordRow[] };
    const { head, rows } = await answer<Found>(this.#connection, pageStatement(portal, request));
    return { head, rows: rows.slice(0, request.limit).map(storedRecord), more: rows.length > request.limit };
  }

  count(portal: string, request: PageRequest, atMost = Infinity): Promise<{ head: number; count: number }> {
    return answer(this.#connection, countStatement(portal, request, atMost));
  }

  sum(portal: string, request: PageRequest, field: string): Promise<{ head: number; sum: number }> {
    return answer(this.#connection, sumStatement(portal, request, field));
  }

  recordsAt(portal: string, ids: readonly { module: string; id: string }[], sequence: number) {
    return readRecordsAt(this.#connection, portal, ids, sequence);
  }

  async tally(portal: string, request: TallyRequest) {
    type Found = { head: number; found: TallyFound };
    const { head, found } = await answer<Found>(this.#connection, tallyStatement(portal, request));
    return { head, rows: tallyRows(request, found) };
  }

  settingsAt(portal: string, sequence: number): Promise<Portal | null> {
    return readSettingsAt(this.#connection, portal, sequence);
  }

  settingEntries(portal: string, parts: readonly SettingPart[], before: number, limit: number) {
    return readSettingEntries(this.#connection, portal, parts, before, limit);
  }

  lookBack(portal: string, asked: LookBack): Promise<readonly Entry[]> {
    return readBack(this.#connection, portal, asked);
  }

  membersAt(portal: string, sequence: number, only?: string): Promise<readonly Member[]> {
    return readMembersAt(this.#connection, portal, sequence, only);
  }

  sequenceAt(portal: string, time: string): Promise<number> {
    return readSequenceAt(this.#connection, portal, time);
  }

  left(portal: string, module: string, keys: readonly string[], since: number) {
    return readLeft(this.#connection, portal, module, keys, since);
  }

  changed(portal: string, module: string, keys: readonly string[], since: number) {
    return readChanged(this.#connection, portal, module, keys, since);
  }

  async dueDrafts(moment: string): Promise<readonly DueDraft[]> {
    const text = `select 'draft', row_to_json(d) from genkan_due_drafts($1) d`;
    const found = await answers(this.#connection, { name: 'due-drafts', text, values: [moment], portal: null });
    return found.of<DueDraft>('draft');
  }

  compliant(): Promise<readonly string[]> {
    const text = `select coalesce(json_agg(c.portal), '[]') from genkan_compliant() c`;
    return answer(this.#connection, { name: 'compliant', text, values: [], portal: null });
  }

  portalBySlug(slug: string): Promise<string | null> {
    return this.#holder('installation:slug', slug);
  }

  #holder(scope: string, value: string): Promise<string | null> {
    const text = `select to_json(genkan_installation_holder($1, $2))`;
    return answer(this.#connection, { name: 'holder', text, values: [scope, value], portal: null });
  }

  /** Which of the turn's public names another portal holds. */
  async #taken(turn: Turn): Promise<string> {
    const claims = turn.entries
      .flatMap((entry) => entry.changes)
      .filter((change): change is ClaimChange => change.kind === 'claim');
    for (const { scope, value, holder } of claims) {
      if (!scope.startsWith('installation:') || holder === null) continue;
      const held = await this.#holder(scope, value);
      if (held !== null && held !== holder) return scope;
    }
    return 'installation:name';
  }
}
