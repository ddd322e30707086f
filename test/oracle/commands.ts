import type { ImportRow } from './externals.ts';
import type { Conversion, Criteria, Field, Role, Suspended, Tabs, Value } from './shapes.ts';

type Fields = Readonly<Record<string, Value>>;
type OnMember = { readonly member: string };
type OnRecord = { readonly module: string; readonly id: string };
type OnRequest = { readonly request: string };
type OnDraft = { readonly draft: string };
type Rule = { readonly label: string; readonly criteria: Criteria; readonly userType: string };
export type Inputs = {
  'define-module': { readonly name: string; readonly label: string };
  'define-field': {
    readonly module: string;
    readonly field: Omit<Field, 'required'> & { readonly label: string; readonly required?: boolean };
    readonly layouts?: readonly string[];
  };
  'define-layout': {
    readonly module: string;
    readonly layout: { readonly name: string; readonly label: string; readonly fields: readonly string[] };
  };
  'define-path': { readonly module: string; readonly steps: readonly string[] };
  /** Said by the house itself, once every record has its key: until then the path counts as absent. */
  'complete-path': { readonly module: string; readonly path: string };
  /** Said by the house itself, once what lies behind a moved record has its keys: one end counts again. */
  'lift-suspension': Suspended;
  'create-user-type': { readonly name: string; readonly base: string };
  'configure-user-type': { readonly userType: string; readonly name?: string; readonly tabs: Tabs };
  'delete-user-type': { readonly userType: string; readonly moveTo?: string };
  'save-draft': {
    readonly draft?: string;
    readonly name: string;
    readonly userTypes: Readonly<Record<string, Tabs>>;
    readonly rebase?: boolean;
  };
  'apply-draft': OnDraft;
  'schedule-draft': { readonly draft: string; readonly at: string | null };
  'revert-user-type': { readonly userType: string; readonly to: number };
  'set-plan': {
    readonly plan: string;
    readonly terms?: {
      readonly freeUsers: number;
      readonly maxUserTypes: number;
      readonly tiers: readonly {
        readonly from: number;
        readonly to: number | null;
        readonly price: number;
        readonly per: 'all' | 'seat';
      }[];
    };
  };
  'buy-seats': { readonly seats: number };
  'configure-conversion': Omit<Conversion, 'rules'> & {
    readonly portalAccess: 'drop' | 'refuse';
    readonly rules: Readonly<Record<string, Rule>>;
  };
  'add-staff': { readonly email: string; readonly name: string; readonly roles: readonly Role[] };
  'add-member': { readonly userType: string; readonly record: string; readonly email: string };
  'move-member': { readonly member: string; readonly userType: string };
  'move-members': { readonly members: readonly string[]; readonly userType: string };
  'deactivate-member': OnMember;
  'reactivate-member': OnMember;
  'remove-member': OnMember;
  'end-sessions': OnMember;
  'create-record': {
    readonly module: string;
    readonly layout?: string;
    readonly fields: Fields;
    readonly externalId?: string;
  };
  'update-record': {
    readonly module: string;
    readonly id: string;
    readonly set: Fields;
    readonly base?: Fields;
    readonly layout?: string;
  };
  'import-records': { readonly module: string; readonly rows: readonly ImportRow[] };
  'delete-record': OnRecord;
  'restore-record': OnRecord;
  'convert-lead': {
    readonly lead: string;
    readonly userType?: string;
    readonly contact?: Fields;
    readonly account?: { readonly id: string } | { readonly fields: Fields };
    readonly deal?: Fields;
  };
  'convert-leads': { readonly rule: string; readonly ids: readonly string[]; readonly expect: string };
  'configure-privacy': { readonly compliance: boolean };
  'restrict-record': OnRecord & { readonly reason?: string };
  'announce-lifting': OnRecord & { readonly reason: string };
  'lift-restriction': OnRecord;
  'file-data-request': { readonly kind: 'Export' | 'Rectify' | 'Erase' | 'Stop'; readonly details?: string };
  'ask-for-identity': OnRequest & { readonly ask: string };
  'verify-identity': OnRequest & { readonly method: string };
  'start-data-request': OnRequest;
  'complete-data-request': OnRequest & { readonly notice?: string };
};
export type CommandName = keyof Inputs;
export type Command = { [N in CommandName]: { readonly name: N; readonly input: Inputs[N] } }[CommandName];

/** A command that was answered `applied`: who sent it, where it stands in the order, and what the answer said. */
export type Acked = {
  readonly sequence: number;
  readonly by: string;
  readonly command: Command;
  /** The answer's ids. A creator who does not see his record is told none: whoever drives must find it out by staff. */
  readonly result: Readonly<Record<string, unknown>>;
};
