import type { ImportRow } from './externals.ts';
import type { Field, Role, Suspended, Tabs, Value } from './shapes.ts';

type Fields = Readonly<Record<string, Value>>;
type OnMember = { readonly member: string };
type Inputs = {
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
  'delete-user-type': { readonly userType: string };
  'add-staff': { readonly email: string; readonly name: string; readonly roles: readonly Role[] };
  'add-member': { readonly userType: string; readonly record: string; readonly email: string };
  'move-member': { readonly member: string; readonly userType: string };
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
  'delete-record': { readonly module: string; readonly id: string };
  'restore-record': { readonly module: string; readonly id: string };
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
