import { compareText } from '@genkan/access/compare-text';
import type { Change } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Portal, SettingPart } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Question } from '@genkan/domain/known';
import type { Source } from './answered.ts';
import { answered } from './answered.ts';
import { exactSum } from './exact-sum.ts';
import { heldKeys, lostKeys } from './held-keys.ts';
import { lookedBack } from './look-back.ts';
import { masked } from './masked.ts';
import { claimName, isInstallationWide, MemoryPortal, receiptName } from './memory-portal.ts';
import { matching, pageOf } from './page-in-memory.ts';
import { tallyInMemory, type TallyRequest } from './tally.ts';
import type {
  Answers,
  Appended,
  DueDraft,
  Entry,
  LookBack,
  Page,
  PageRequest,
  PortalLog,
  Receipt,
  Turn,
} from './portal-log.ts';

/** What several instances share, as nodes share a database. */
export type MemoryStore = { readonly portals: Map<string, MemoryPortal>; readonly installation: Map<string, string> };
export const memoryStore = (): MemoryStore => ({ portals: new Map(), installation: new Map() });

/** The log as plainly as it can be said: the reference the other implementations are compared with. */
export class MemoryLog implements PortalLog {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore = memoryStore()) {
    this.#store = store;
  }

  async append(turn: Turn): Promise<Appended> {
    const portal = this.#store.portals.get(turn.portal) ?? new MemoryPortal(turn.portal);
    if (portal.head !== turn.head || repeats(portal, turn.receipts)) return 'lost';
    const claims = new Map(portal.claims);
    const installation = new Map(this.#store.installation);
    for (const change of turn.entries.flatMap((entry) => entry.changes)) {
      const wide = change.kind === 'claim' && isInstallationWide(change.scope);
      if (!claim(wide ? installation : claims, change)) return wide ? { taken: change.scope } : 'lost';
    }
    this.#store.portals.set(turn.portal, portal);
    replace(portal.claims, claims);
    replace(this.#store.installation, installation);
    for (const entry of turn.entries) portal.add(entry);
    for (const receipt of turn.receipts) portal.receipts.set(receiptName(receipt.member, receipt.commandId), receipt);
    return 'committed';
  }

  async head(portal: string): Promise<number> {
    return this.#portal(portal).head;
  }

  async heads(portals: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map(portals.map((id) => [id, this.#portal(id).head] as const).filter(([, head]) => head > 0));
  }

  async entries(portal: string, after: number, limit: number): Promise<readonly Entry[]> {
    return this.#portal(portal).entries.slice(after, after + limit);
  }

  async settings(id: string): Promise<{ readonly head: number; readonly portal: Portal } | null> {
    const portal = this.#portal(id);
    return portal.head === 0 ? null : { head: portal.head, portal: portal.settings };
  }

  async gather(id: string, questions: readonly Question[]): Promise<Answers> {
    const portal = this.#portal(id);
    const holder = (scope: string, value: string) =>
      (isInstallationWide(scope) ? this.#store.installation : portal.claims).get(claimName(scope, value)) ?? null;
    const source: Source = {
      record: (module, record) => portal.record(module, record),
      member: (member) => portal.member(member),
      referring: (module, field, record) => portal.referring(module, field, record),
      membersTiedTo: (record) => portal.membersTiedTo(record),
      membersOf: (userType) => portal.membersOf(userType),
      users: () => portal.users(),
      userTypeAt: (userType, sequence) =>
        sequence > portal.head ? null : (portal.after(sequence).settings.userTypes[userType] ?? null),
      holder,
    };
    return { head: portal.head, known: answered(questions, source) };
  }

  async receipts(portal: string, ids: readonly { member: string | null; commandId: string }[]) {
    const { receipts } = this.#portal(portal);
    return ids.flatMap(({ member, commandId }): Receipt[] => {
      const receipt = receipts.get(receiptName(member, commandId));
      return receipt === undefined ? [] : [receipt];
    });
  }

  async emptyReceipts(before: string, limit: number): Promise<number> {
    const all = [...this.#store.portals.values()].flatMap(({ receipts }) =>
      [...receipts].map(([name, receipt]) => ({ receipts, name, receipt })),
    );
    const old = all
      .filter(({ receipt }) => Date.parse(receipt.at) < Date.parse(before) && receipt.salt !== '')
      .sort((a, b) => Date.parse(a.receipt.at) - Date.parse(b.receipt.at))
      .slice(0, limit);
    for (const { receipts, name, receipt } of old)
      receipts.set(name, { ...receipt, salt: '', inputHash: '', result: {}, fields: [] });
    return old.length;
  }

  async page(id: string, request: PageRequest): Promise<Page> {
    const portal = this.#portal(id);
    return { head: portal.head, ...pageOf(portal.recordsOf(request.scope.module), request) };
  }

  async count(id: string, request: PageRequest, atMost = Infinity): Promise<{ head: number; count: number }> {
    const portal = this.#portal(id);
    const { length } = matching(portal.recordsOf(request.scope.module), request);
    return { head: portal.head, count: Math.min(length, atMost) };
  }

  async sum(id: string, request: PageRequest, field: string): Promise<{ head: number; sum: number }> {
    const portal = this.#portal(id);
    const values = matching(portal.recordsOf(request.scope.module), request).map((record) =>
      masked(record, field, request.visible),
    );
    return { head: portal.head, sum: exactSum(values.filter((value) => typeof value === 'number')) };
  }

  async recordsAt(id: string, ids: readonly { module: string; id: string }[], sequence: number) {
    const then = new Map<string, RecordState | null>();
    for (const entry of this.#portal(id).entries.slice(0, sequence)) {
      for (const change of entry.changes) {
        if (change.kind !== 'record') continue;
        const row = change.after ?? change.before;
        if (row !== null) then.set(row.id, change.after);
      }
    }
    return new Map(ids.map(({ module, id: record }) => [record, inModule(then.get(record) ?? null, module)] as const));
  }

  async tally(id: string, request: TallyRequest) {
    const portal = this.#portal(id);
    return { head: portal.head, rows: tallyInMemory(portal.recordsOf(request.module), request) };
  }

  async settingsAt(id: string, sequence: number): Promise<Portal | null> {
    return sequence < 1 || this.#portal(id).head === 0 ? null : this.#portal(id).after(sequence).settings;
  }

  async settingEntries(id: string, parts: readonly SettingPart[], before: number, limit: number) {
    const asked = (change: Change): boolean => change.kind === 'setting' && parts.includes(change.part);
    const older = this.#portal(id).entries.filter(({ sequence }) => sequence < before);
    const found = older.map((entry) => ({ ...entry, changes: entry.changes.filter(asked) }));
    return found
      .filter(({ changes }) => changes.length > 0)
      .slice(-limit)
      .reverse();
  }

  async lookBack(id: string, asked: LookBack): Promise<readonly Entry[]> {
    return lookedBack(this.#portal(id).entries, asked);
  }

  async membersAt(id: string, sequence: number, only?: string): Promise<readonly Member[]> {
    const members = this.#portal(id).after(sequence).members();
    return only === undefined ? members : members.filter((member) => member.id === only);
  }

  async sequenceAt(id: string, time: string): Promise<number> {
    return this.#portal(id).entries.findLast(({ at }) => Date.parse(at) <= Date.parse(time))?.sequence ?? 0;
  }

  async left(id: string, module: string, keys: readonly string[], since: number) {
    const portal = this.#portal(id);
    const ids = new Set<string>();
    for (const change of portal.entries.slice(since).flatMap((entry) => entry.changes)) {
      if (change.kind !== 'record' || change.before?.module !== module) continue;
      if (lostKeys(change.before, change.after).some((key) => keys.includes(key))) ids.add(change.before.id);
    }
    return { head: portal.head, ids: [...ids].sort() };
  }

  async changed(id: string, module: string, keys: readonly string[], since: number) {
    const portal = this.#portal(id);
    const ids = portal
      .recordsOf(module)
      .filter((record) => record.sequence > since && heldKeys(record).some((key) => keys.includes(key)))
      .map((record) => record.id);
    return { head: portal.head, ids: ids.sort() };
  }

  async dueDrafts(moment: string): Promise<readonly DueDraft[]> {
    const all = this.#inOrder().flatMap(({ id: portal, drafts }) =>
      Object.values(drafts).map(({ id, scheduled }) => ({ portal, draft: id, scheduled })),
    );
    return all.flatMap(({ scheduled, ...one }) =>
      scheduled && scheduled.at <= moment ? [{ ...one, ...scheduled }] : [],
    );
  }

  async compliant(): Promise<readonly string[]> {
    return this.#inOrder().flatMap(({ id, privacy }) => (privacy.compliance ? [id] : []));
  }

  #inOrder(): readonly Portal[] {
    return [...this.#store.portals.values()].map(({ settings }) => settings).sort((a, b) => compareText(a.id, b.id));
  }

  async portalBySlug(slug: string): Promise<string | null> {
    return this.#store.installation.get(claimName('installation:slug', slug)) ?? null;
  }

  #portal(id: string): MemoryPortal {
    return this.#store.portals.get(id) ?? new MemoryPortal(id);
  }
}

const repeats = (portal: MemoryPortal, receipts: readonly Receipt[]): boolean => {
  const names = receipts.map((receipt) => receiptName(receipt.member, receipt.commandId));
  return new Set(names).size < names.length || names.some((name) => portal.receipts.has(name));
};

/** Takes or gives back a unique value; false when somebody else holds it. */
function claim(claims: Map<string, string>, change: Change): boolean {
  if (change.kind !== 'claim') return true;
  const name = claimName(change.scope, change.value);
  const held = claims.get(name);
  if (change.holder === null) claims.delete(name);
  else if (held === undefined) claims.set(name, change.holder);
  else return held === change.holder;
  return true;
}

function replace<K, V>(map: Map<K, V>, by: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of by) map.set(key, value);
}

const inModule = (record: RecordState | null, module: string): RecordState | null =>
  record?.module === module ? record : null;
