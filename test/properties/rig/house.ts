import type { State, Suspended, UserType } from '../../oracle/shapes.ts';
import type { Exported } from './audit.ts';

/** A running server as the properties need it: found portals, act for members, open the tokens of frames. */
export type House = {
  /** One door a process; more than one where several nodes serve the same database. Asked anew: a restart may move one. */
  readonly urls: () => readonly string[];
  readonly found: () => Promise<Founded>;
  /** A fresh access token of a fresh session of this member. */
  readonly tokenOf: (portal: string, member: string) => Promise<string>;
  /** The sequence in a frame's or a cursor's token; null when it is none of this portal's. */
  readonly openToken: (portal: string, token: string) => number | null;
  /** The sequence at which a declared path came into use; waits for the house's own job. */
  readonly completed: (portal: string, module: string, path: string) => Promise<number>;
  /** What the house lifted since it was last asked, once it has got that far and nothing is suspended any more. */
  readonly lifted: (portal: string, sequence: number) => Promise<readonly Lifted[]>;
  /** The sequence at which a scheduled draft took effect; waits for its time. */
  readonly applied: (portal: string, draft: string) => Promise<number>;
  /** The portal's log from its first entry, and the tables beside it. */
  readonly exported: (portal: string) => Promise<Exported>;
  readonly close: () => Promise<void>;
};
export type Lifted = Suspended & { readonly sequence: number };
export type Founded = {
  readonly portal: string;
  readonly administrator: string;
  /** The modules a portal begins with, in the oracle's words. */
  readonly modules: State['modules'];
  /** The user type that every portal begins with (S0-27), with its default settings: data, like the modules. */
  readonly defaultType: UserType;
};

/** A house whose processes can be hurt. */
export type Nodes = House & {
  /** The database's name, for hurting its sessions, or the folder's path. */
  readonly database: string;
  /** Processes that ended though nobody killed them, with their last words. */
  readonly deaths: readonly string[];
  /** From the one house in this process to processes of their own. */
  readonly launch: () => Promise<void>;
  readonly kill: (node: number) => Promise<void>;
  readonly start: (node: number) => Promise<void>;
  /** Starts one more process and kills it so many milliseconds later; false when it served before that. */
  readonly killInStartUp: (after: number) => Promise<boolean>;
  /** How long the last start took until it served, in milliseconds. */
  readonly startUp: () => number;
  readonly freeze: (node: number) => void;
  readonly thaw: (node: number) => void;
};
